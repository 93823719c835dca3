import { describe, expect, test } from 'vitest'
import type { Revocation, Revocations, Target } from '@kvlar/gate'

/** What every store of revocations does; `open` gives a fresh one each time. */
export function describeRevocations(
  name: string,
  { open }: { readonly open: (name: string) => Revocations | Promise<Revocations> },
): void {
  let stores = 0
  const fresh = async (): Promise<Revocations> => open(`revocations${++stores}`)
  const revocation = (target: Target, over: Partial<Revocation> = {}): Revocation => ({
    target,
    reason: 'stolen laptop',
    by: 'ana',
    atMs: 1_800_000_000_000,
    ...over,
  })
  const session: Target = { kind: 'session', id: 's-1' }

  describe(name, () => {
    test('knows nobody at first', async () => {
      const store = await fresh()
      expect(await store.find([{ kind: 'everything' }, session])).toBeUndefined()
      expect(await store.list()).toEqual([])
    })

    test.each<Target>([
      session,
      { kind: 'principal', id: 'alice' },
      { kind: 'role', id: 'support' },
      { kind: 'everything' },
    ])('turns away $kind $id until it is restored', async (target) => {
      const store = await fresh()
      expect(await store.revoke(revocation(target))).toBe(true)
      expect(await store.find([{ kind: 'session', id: 'another' }, target])).toEqual(revocation(target))
      expect(await store.restore(target)).toEqual(revocation(target))
      expect(await store.find([target])).toBeUndefined()
      expect(await store.restore(target)).toBeUndefined()
    })

    test('tells targets of one name apart by their kind, and names that look alike', async () => {
      const store = await fresh()
      await store.revoke(revocation({ kind: 'role', id: 's-1' }))
      await store.revoke(revocation({ kind: 'session', id: 'a:b' }))
      expect(await store.find([session])).toBeUndefined()
      expect(await store.find([{ kind: 'principal', id: 's-1' }])).toBeUndefined()
      expect(await store.find([{ kind: 'session', id: 'a' }])).toBeUndefined()
      expect(await store.find([{ kind: 'session', id: 'A:B' }])).toBeUndefined()
      expect(await store.find([{ kind: 'session', id: 'a:b' }])).toBeDefined()
      expect(await store.find([{ kind: 'session', id: '__proto__' }])).toBeUndefined()
    })

    test('gives the first of the targets that is turned away', async () => {
      const store = await fresh()
      await store.revoke(revocation({ kind: 'role', id: 'support' }))
      await store.revoke(revocation({ kind: 'everything' }))
      const found = await store.find([{ kind: 'everything' }, { kind: 'role', id: 'support' }])
      expect(found?.target).toEqual({ kind: 'everything' })
    })

    test('keeps the first revocation of a target, and says that the second is not new', async () => {
      const store = await fresh()
      await store.revoke(revocation(session))
      expect(await store.revoke(revocation(session, { by: 'drift', reason: 'other', atMs: 1 }))).toBe(false)
      expect(await store.find([session])).toEqual(revocation(session))
    })

    test('lists all that stand, oldest first, with names and reasons as they were given', async () => {
      const store = await fresh()
      const odd: Target = { kind: 'principal', id: 'Zoë 名\n"x"' }
      await store.revoke(revocation(session, { atMs: 3 }))
      await store.revoke(revocation(odd, { atMs: 1, reason: 'línea\n\u0001' }))
      await store.revoke(revocation({ kind: 'everything' }, { atMs: 2 }))
      const listed = await store.list()
      expect(listed.map(({ atMs }) => atMs)).toEqual([1, 2, 3])
      expect(listed[0]).toEqual(revocation(odd, { atMs: 1, reason: 'línea\n\u0001' }))
    })
  })
}
