import { checkpointDigest, parseNote, signCheckpoint, verifyChain, type BreakCode } from '@kvlar/audit'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildChain, relink, sourceOf, type BuiltChain } from './chain.ts'

const SIZE = 12
let chain: BuiltChain

beforeAll(async () => {
  chain = await buildChain(SIZE, [4, 8, 10])
})

const verify = (forged: Partial<BuiltChain> = {}, known?: BuiltChain['heads']) =>
  verifyChain(sourceOf({ ...chain, ...forged }), {
    keys: (id) => (id === chain.keys.id ? chain.keys.publicKeys() : undefined),
    ...(known === undefined ? {} : { known }),
  })

const codeOf = async (
  forged: Partial<BuiltChain>,
  known?: BuiltChain['heads'],
): Promise<BreakCode | 'intact'> => (await verify(forged, known)).broken?.code ?? 'intact'

const edit = (index: number, change: (text: string) => string) =>
  chain.lines.map((line, at) =>
    at === index ? Buffer.from(change(Buffer.from(line).toString('utf8'))) : line,
  )

describe('an intact chain', () => {
  test('verifies, with everything up to the last checkpoint proved', async () => {
    const verdict = await verify()
    expect(verdict).toMatchObject({
      kind: 'intact',
      size: SIZE,
      trustworthy: 10,
      checkpoints: 3,
      keyIds: [chain.keys.id],
    })
  })

  test('agrees with a head that was kept elsewhere', async () => {
    expect(await codeOf({}, chain.heads)).toBe('intact')
  })

  test('may carry several checkpoints of one size, as an idle writer leaves them', async () => {
    const idle = await buildChain(4, [4])
    const again = await verifyChain(sourceOf(idle), { keys: () => idle.keys.publicKeys() })
    expect(again.kind).toBe('intact')
  })
})

describe('a changed chain', () => {
  test('is caught wherever the content of an entry was changed, at that entry or the next', async () => {
    for (let index = 1; index < SIZE - 1; index++) {
      const { broken } = await verify({ lines: edit(index, (text) => text.replace('"ok"', '"failed"')) })
      // The last entry before a checkpoint is held against the root at once.
      const isLastSigned = [4, 8, 10].includes(index + 1)
      expect(broken).toMatchObject(
        isLastSigned ? { code: 'ROOT_WRONG', line: index + 1 } : { code: 'LINK_WRONG', line: index + 2 },
      )
    }
  })

  test('is caught when entries are deleted, doubled, swapped or inserted', async () => {
    for (let index = 1; index < SIZE - 1; index++) {
      const { lines } = chain
      expect(await codeOf({ lines: lines.toSpliced(index, 1) })).toBe('INDEX_WRONG')
      expect(await codeOf({ lines: lines.toSpliced(index, 0, lines[index] as Uint8Array) })).toBe(
        'INDEX_WRONG',
      )
      expect(
        await codeOf({
          lines: lines.toSpliced(index, 2, lines[index + 1] as Uint8Array, lines[index] as Uint8Array),
        }),
      ).toBe('INDEX_WRONG')
    }
  })

  test('is caught when it was linked anew, up to the last checkpoint', async () => {
    for (let index = 1; index < 10; index++) {
      const changed = relink(edit(index, (text) => text.replace('"ok"', '"failed"')))
      expect(await codeOf({ lines: changed })).toBe('ROOT_WRONG')
      const deleted = relink(chain.lines.toSpliced(index, 1))
      expect(await codeOf({ lines: deleted })).toBe('ROOT_WRONG')
    }
  })

  test('says what is still trustworthy', async () => {
    const verdict = await verify({ lines: edit(8, (text) => text.replace('"ok"', '"failed"')) })
    expect(verdict).toMatchObject({ kind: 'broken', trustworthy: 8, broken: { line: 10 } })
  })

  test('is caught when it was cut before its last checkpoint', async () => {
    for (let size = 1; size < 10; size++)
      expect(await codeOf({ lines: chain.lines.slice(0, size) })).toBe('TRUNCATED')
  })

  test('is caught when it was cut together with its checkpoints, if a later head is known elsewhere', async () => {
    const cut = { lines: chain.lines.slice(0, 6), notes: chain.notes.slice(0, 1) }
    expect(await codeOf(cut)).toBe('intact')
    expect(await codeOf(cut, chain.heads)).toBe('ROLLED_BACK')
  })

  test('is caught when a checkpoint was dropped, doubled, moved or comes from another chain', async () => {
    const { notes } = chain
    const [first = '', second = '', third = ''] = notes
    expect(await codeOf({ notes: [second, third] })).toBe('CHECKPOINT_ORDER')
    expect(await codeOf({ notes: [first, third] })).toBe('CHECKPOINT_ORDER')
    expect(await codeOf({ notes: [first, first, second, third] })).toBe('CHECKPOINT_ORDER')
    expect(await codeOf({ notes: [first, third, second] })).toBe('CHECKPOINT_ORDER')
    expect(await codeOf({ notes: [first.replaceAll('kvlar/audit/c', 'kvlar/audit/d'), second, third] })).toBe(
      'CHECKPOINT_FORGED',
    )
  })

  test('is caught when another key signed, trusted or not', async () => {
    const stranger = await KeyPair.generate()
    const foreign = await buildChain(SIZE, [4], stranger)
    const forged = { ...chain, notes: foreign.notes }
    expect((await verify(forged)).broken?.code).toBe('CHECKPOINT_UNTRUSTED')
    const both = await verifyChain(sourceOf(forged), {
      keys: (id) => [chain.keys, stranger].find((pair) => pair.id === id)?.publicKeys(),
    })
    expect(both.broken?.code).toBe('KEY_WRONG')
  })

  test('is caught when an entry or a checkpoint is older than the one before it', async () => {
    const older = (text: string): string => text.replace(/"time":"2026/, '"time":"2025')
    expect(await codeOf({ lines: relink(edit(2, older)) })).toBe('TIME_WRONG')
    const [first = ''] = chain.notes
    const [head] = chain.heads.slice(1)
    if (head === undefined) throw new Error('there is no second head')
    const previous = checkpointDigest(parseNote(first).text)
    const note = await signCheckpoint({ head, timeMs: 1, others: [], previous }, chain.keys.signer())
    expect(await codeOf({ notes: [first, note] })).toBe('TIME_WRONG')
  })

  test('is caught when a checkpoint is none, or one of another chain that the same key signed', async () => {
    expect(await codeOf({ notes: ['no note'] })).toBe('CHECKPOINT_UNREADABLE')
    const [head] = chain.heads
    if (head === undefined) throw new Error('there is no head')
    const foreign = { ...head, chain: 'd'.repeat(32) }
    const note = await signCheckpoint(
      { head: foreign, timeMs: Date.UTC(2026, 10, 21, 9), others: [] },
      chain.keys.signer(),
    )
    expect(await codeOf({ notes: [note] })).toBe('CHECKPOINT_FOREIGN')
  })

  test('is caught when it does not begin with its genesis', async () => {
    expect(await codeOf({ lines: relink(chain.lines.slice(1)) })).toBe('GENESIS_WRONG')
    expect(await codeOf({ lines: [] })).toBe('TRUNCATED')
  })
})
