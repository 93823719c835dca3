import { afterEach, describe, expect, test } from 'vitest'
import { createApprovals, type ApprovalStore, type Row } from '@kvlar/approvals'
import { ANA, BEN, call, KEYS } from './calls.ts'
import { row } from './row.ts'

/** How a store is opened for one test; a second opening of the same name sees the same queue. */
export interface StoreUnderTest {
  readonly open: (name: string) => Promise<ApprovalStore>
  /** Whether two openings of one name share a queue, as two processes would. */
  readonly isShared: boolean
}

let names = 0

const CAPS = { nowMs: 0, principalMax: 9, serverMax: 9, sessionMax: 9, overallMax: 9 }

/** What every store of approvals does, whatever it is made of. */
export function describeStore(label: string, { open, isShared }: StoreUnderTest): void {
  describe(label, () => {
    const opened: ApprovalStore[] = []
    const fresh = async (name = `queue-${(names += 1)}`): Promise<ApprovalStore> => {
      const store = await open(name)
      opened.push(store)
      return store
    }
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close()
    })

    test('gives back what it was given, byte for byte', async () => {
      const store = await fresh()
      expect(await store.insert(row())).toEqual({ kind: 'inserted' })
      expect(await store.get('apr_1')).toEqual(row())
      expect(await store.get('apr_2')).toBeUndefined()
    })

    test('keeps at most one live row for a digest, and shows who was first', async () => {
      const store = await fresh()
      await store.insert(row())
      expect(await store.insert(row({ id: 'apr_2' }))).toEqual({ kind: 'exists', row: row() })
      await store.replace(row({ version: 2, isLive: false, state: 'denied' }))
      expect(await store.insert(row({ id: 'apr_2' }))).toEqual({ kind: 'inserted' })
    })

    test('of fifty concurrent inserts of one digest, one succeeds', async () => {
      const store = await fresh()
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) => store.insert(row({ id: `apr_${n}` }), { ...CAPS })),
      )
      expect(answers.filter(({ kind }) => kind === 'inserted')).toHaveLength(1)
      expect(answers.filter(({ kind }) => kind === 'exists')).toHaveLength(49)
    })

    test('replaces only the version before, so of fifty concurrent replacements one succeeds', async () => {
      const store = await fresh()
      await store.insert(row())
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) => store.replace(row({ version: 2, body: String(n) }))),
      )
      expect(answers.filter(Boolean)).toHaveLength(1)
      expect(await store.replace(row({ version: 2 }))).toBe(false)
      expect(await store.replace(row({ version: 4 }))).toBe(false)
      expect(await store.replace(row({ id: 'apr_9', version: 2 }))).toBe(false)
    })

    test('counts what is pending by principal, session, server and in all, and says which is full', async () => {
      const store = await fresh()
      await store.insert(row(), CAPS)
      const next = (over: Partial<Row>, caps: Partial<typeof CAPS>) =>
        store.insert(row({ id: 'apr_2', digest: 'd2', ...over }), { ...CAPS, ...caps })
      expect(await next({}, { principalMax: 1 })).toEqual({ kind: 'full', cap: 'principal' })
      expect(await next({ principal: 'p2' }, { sessionMax: 1, principalMax: 1 })).toEqual({
        kind: 'full',
        cap: 'session',
      })
      expect(await next({ principal: 'p2', session: 's2' }, { serverMax: 1 })).toEqual({
        kind: 'full',
        cap: 'server',
      })
      expect(await next({ principal: 'p2', session: 's2', server: 'v2' }, { overallMax: 1 })).toEqual({
        kind: 'full',
        cap: 'overall',
      })
      // What has run out does not count.
      expect(await next({}, { principalMax: 1, nowMs: 2000 })).toEqual({ kind: 'inserted' })
    })

    test('lists by kind, state, digest, liveness and clock, newest first', async () => {
      const store = await fresh()
      await store.insert(row({ id: 'a', digest: 'd1', createdAtMs: 1 }))
      await store.insert(row({ id: 'b', digest: 'd2', createdAtMs: 3, state: 'approved', dueAtMs: 9000 }))
      await store.insert(row({ id: 'c', digest: 'd3', createdAtMs: 2, state: 'denied', isLive: false }))
      await store.insert(row({ id: 'g', digest: 'd4', kind: 'grant', state: 'active', isLive: false }))
      const ids = async (filter: Partial<Parameters<ApprovalStore['list']>[0]>) =>
        (await store.list({ kind: 'request', limit: 10, ...filter })).map(({ id }) => id)
      expect(await ids({})).toEqual(['b', 'c', 'a'])
      expect(await ids({ limit: 2 })).toEqual(['b', 'c'])
      expect(await ids({ kind: 'grant' })).toEqual(['g'])
      expect(await ids({ states: ['pending', 'denied'] })).toEqual(['c', 'a'])
      expect(await ids({ states: [] })).toEqual([])
      expect(await ids({ digest: 'd3' })).toEqual(['c'])
      expect(await ids({ isLive: true, dueByMs: 2000 })).toEqual(['a'])
    })

    test('tells what has changed since a mark, in order, and nothing twice', async () => {
      const store = await fresh()
      await store.insert(row({ id: 'a' }))
      const start = await store.changes()
      expect(start.rows).toEqual([])
      await store.insert(row({ id: 'b', digest: 'd2' }))
      await store.replace(row({ id: 'a', version: 2, state: 'approved' }))
      const changes = await store.changes(start.mark)
      expect(changes.rows).toMatchObject([
        { id: 'b', kind: 'request', state: 'pending' },
        { id: 'a', state: 'approved' },
      ])
      expect((await store.changes(changes.mark)).rows).toEqual([])
    })

    test('of fifty callers who consume one approval, one gets it', async () => {
      const store = await fresh()
      const approvals = createApprovals({ store, keys: KEYS })
      const { request } = await approvals.request(call())
      await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
      const used = await Promise.all(Array.from({ length: 50 }, () => approvals.consume(request.id, call())))
      expect(used.filter((one) => one !== undefined)).toHaveLength(1)
    })

    test('fifty callers who ask about one call at the same time share one request', async () => {
      const name = `queue-${(names += 1)}`
      const stores: ApprovalStore[] = []
      while (stores.length < (isShared ? 5 : 1)) stores.push(await fresh(name))
      const queues = stores.map((store) => createApprovals({ store, keys: KEYS }))
      const asked = Array.from({ length: 50 / queues.length }, () =>
        queues.map((queue) => queue.request(call())),
      )
      const answers = await Promise.all(asked.flat())
      expect(new Set(answers.map(({ request }) => request.id)).size).toBe(1)
      expect(answers.filter((answer) => answer.kind === 'live' && answer.isNew)).toHaveLength(1)
    })

    test('two reviewers who race decide once', async () => {
      const approvals = createApprovals({ store: await fresh(), keys: KEYS })
      const { request } = await approvals.request(call())
      const answers = await Promise.all([
        approvals.decide(request.id, { verdict: 'approve', approver: ANA }),
        approvals.decide(request.id, { verdict: 'deny', approver: BEN }),
      ])
      expect(answers.filter(({ kind }) => kind === 'decided')).toHaveLength(1)
    })

    test('a row that was edited is refused, so editing the queue approves nothing', async () => {
      const store = await fresh()
      const approvals = createApprovals({ store, keys: KEYS })
      const { request } = await approvals.request(call())
      const stored = await store.get(request.id)
      for (const forged of [
        { state: 'approved' },
        { body: (stored?.body ?? '').replace('"pending"', '"approved"') },
        { dueAtMs: Number.MAX_SAFE_INTEGER },
      ]) {
        const queue = await fresh()
        await queue.insert({ ...row(), ...stored, ...forged })
        const other = createApprovals({ store: queue, keys: KEYS })
        await expect(other.get(request.id)).rejects.toMatchObject({ code: 'APPROVAL_TAMPERED' })
        await expect(other.consume(request.id, call())).rejects.toMatchObject({ code: 'APPROVAL_TAMPERED' })
      }
    })

    if (isShared)
      test('two openings share a queue, and each hears of the changes of the other', async () => {
        const name = `shared-${(names += 1)}`
        const [one, two] = [await fresh(name), await fresh(name)]
        const { mark } = await two.changes()
        await one.insert(row())
        expect(await two.get('apr_1')).toEqual(row())
        expect((await two.changes(mark)).rows).toMatchObject([{ id: 'apr_1' }])
        expect(await one.isAlive(two.owner)).toBe(true)
        await two.close()
        expect(await one.isAlive(two.owner)).toBe(false)
        opened.splice(opened.indexOf(two), 1)
      })
  })
}
