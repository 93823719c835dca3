import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ChainEnd,
  checkpointDigest,
  parseNote,
  signCheckpoint,
  verifyChain,
  type EntryBody,
} from '@kvlar/audit'
import { verifyHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { CHAIN_ID, genesis, relink, resultBody, sourceOf } from './chain.ts'
import { newHome } from './new-home.ts'
import { recorderFor } from './writer.ts'

/** An entry, or a checkpoint over all entries before it. */
type Step = EntryBody | 'checkpoint'

const startMs = Date.UTC(2026, 10, 21, 9)
const close: EntryBody = { kind: 'close', reason: 'the writer ended' }
const recovery = (unsignedFrom: number): EntryBody => ({
  kind: 'recovery',
  unsigned_from: unsignedFrom,
  torn_bytes: 0,
})
let keys: KeyPair
beforeAll(async () => {
  keys = await KeyPair.generate()
})

/** Builds a chain of these steps behind its genesis, an entry every so many seconds. */
async function chainOf(steps: readonly Step[], seconds = 0.001) {
  const end = new ChainEnd()
  const built = { lines: [] as Uint8Array[], notes: [] as string[] }
  let previous: string | undefined
  let timeMs = startMs
  for (const step of [genesis(keys), ...steps]) {
    if (step === 'checkpoint') {
      const head = { chain: CHAIN_ID, size: end.size, root: end.root() }
      const before = previous === undefined ? {} : { previous }
      const note = await signCheckpoint({ head, timeMs, others: [], ...before }, keys.signer())
      previous = checkpointDigest(parseNote(note).text)
      built.notes.push(note)
    } else {
      built.lines.push(Buffer.from(end.link(step, timeMs).line))
      timeMs += seconds * 1000
    }
  }
  return built
}

const verify = (chain: { readonly lines: readonly Uint8Array[]; readonly notes: readonly string[] }) =>
  verifyChain(sourceOf(chain), { keys: () => keys.publicKeys(), chain: CHAIN_ID })

describe('a chain without its last checkpoints', () => {
  test('is intact when its writer was killed before it could sign: nothing of it can be relied on', async () => {
    expect(await verify(await chainOf([resultBody(1), resultBody(2)]))).toMatchObject({
      kind: 'intact',
      size: 3,
      trustworthy: 0,
      keyIds: [],
      closed: false,
    })
  })

  test('is broken when it was closed in order: a writer signs its end', async () => {
    const chain = await chainOf([resultBody(1), 'checkpoint', resultBody(2), close, 'checkpoint'])
    expect(await verify(chain)).toMatchObject({ kind: 'intact', closed: true, trustworthy: 4 })
    for (const kept of [0, 1])
      expect(await verify({ ...chain, notes: chain.notes.slice(0, kept) })).toMatchObject({
        broken: { code: 'CLOSE_UNSIGNED', line: 4 },
        trustworthy: kept * 2,
      })
  })

  test('is broken when somebody went on after a close that is not signed', async () => {
    const chain = await chainOf([close, resultBody(1), 'checkpoint'])
    expect(await verify(chain)).toMatchObject({ broken: { code: 'CLOSE_UNSIGNED', line: 2 } })
  })

  test('is intact when its writer was killed while it closed, and the next one says so', async () => {
    const chain = await chainOf([resultBody(1), close, recovery(0), resultBody(2), 'checkpoint'])
    expect(await verify(chain)).toMatchObject({ kind: 'intact', adopted: 3, trustworthy: 5 })
  })

  test('is broken when its unsigned entries span more than a writer leaves unsigned', async () => {
    const chain = await chainOf(
      [resultBody(1), 'checkpoint', resultBody(2), resultBody(3), resultBody(4)],
      31,
    )
    expect(await verify(chain)).toMatchObject({ broken: { code: 'CHECKPOINT_OVERDUE', line: 5 } })
    expect(await verify({ ...chain, lines: chain.lines.slice(0, 4) })).toMatchObject({ kind: 'intact' })
  })
})

describe('a chain that another writer took over', () => {
  test('tells how many entries it found unsigned: they can be what somebody else made of them', async () => {
    const chain = await chainOf([resultBody(1), 'checkpoint', resultBody(2), recovery(2), 'checkpoint'])
    expect(await verify(chain)).toMatchObject({ kind: 'intact', adopted: 1, trustworthy: 4 })
  })

  test('may be signed up to there by the new writer first, where a segment ended', async () => {
    const chain = await chainOf([resultBody(1), 'checkpoint', resultBody(2), 'checkpoint', recovery(2)])
    expect(await verify(chain)).toMatchObject({ kind: 'intact', adopted: 1, trustworthy: 3 })
  })

  test('is broken when more or less was signed then than it says', async () => {
    for (const said of [0, 1, 3]) {
      const chain = await chainOf([resultBody(1), 'checkpoint', resultBody(2), recovery(said), 'checkpoint'])
      expect(await verify(chain)).toMatchObject({ broken: { code: 'RECOVERY_WRONG', line: 4 } })
    }
  })

  test('takes over what an attacker made of its unsigned end, and verification says which entries those are', async () => {
    const home = newHome()
    const recorder = await recorderFor(home, keys)
    const { chain } = await recorder.record(resultBody(0))
    await recorder.record(resultBody(1))
    await recorder.close()
    const dir = join(home, 'chains', chain)
    const file = join(dir, '0000000000000000.jsonl')
    const kept = readFileSync(file, 'utf8').trimEnd().split('\n').slice(0, -1)
    const forged = relink(kept.map((line) => Buffer.from(line.replace('"ok"', '"failed"'))))
    writeFileSync(file, forged.map((line) => `${Buffer.from(line).toString('utf8')}\n`).join(''))
    for (const name of ['checkpoints.jsonl', 'state.json']) rmSync(join(dir, name))
    const next = await recorderFor(home, keys)
    expect((await next.record(resultBody(2))).chain).toBe(chain)
    await next.close()
    const verdict = await verifyHome(home, { keys: () => keys.publicKeys() })
    expect(verdict).toMatchObject({ kind: 'intact', chains: [{ adopted: 3, size: 6, trustworthy: 6 }] })
  })
})

describe('a writer that is killed between its end and the checkpoint of that', () => {
  test('leaves a chain whose end is signed, as long as that is its end', async () => {
    const home = newHome()
    const recorder = await recorderFor(home, keys, { checkpointIdleMs: 60_000 })
    const { chain } = await recorder.record(resultBody(0))
    await recorder.close()
    const dir = join(home, 'chains', chain)
    const [line = ''] = readFileSync(join(dir, 'checkpoints.jsonl'), 'utf8').split('\n')
    rmSync(join(dir, 'checkpoints.jsonl'))
    writeFileSync(join(dir, 'closing.note'), JSON.parse(line) as string)
    const verified = () => verifyHome(home, { keys: () => keys.publicKeys() })
    expect(await verified()).toMatchObject({ kind: 'intact', chains: [{ closed: true, trustworthy: 3 }] })
    const next = await recorderFor(home, keys)
    expect((await next.record(resultBody(1))).chain).toBe(chain)
    await next.close()
    expect(await verified()).toMatchObject({ kind: 'intact', chains: [{ adopted: 3, size: 6 }] })
  })
})

describe('a writer that cannot sign its end', () => {
  test('takes the end back: a close that stands there unsigned means that its signature was taken away', async () => {
    const home = newHome()
    const signer = keys.signer()
    let isWilling = true
    const fickle = {
      suite: signer.suite,
      bundle: signer.bundle,
      sign: (request: Parameters<typeof signer.sign>[0]) =>
        isWilling ? signer.sign(request) : Promise.reject(new Error('the token was pulled')),
    }
    const recorder = await recorderFor(home, keys, { signer: fickle, checkpointIdleMs: 60_000 })
    await recorder.record(resultBody(0))
    isWilling = false
    await expect(recorder.close()).rejects.toMatchObject({ code: 'KEY_SIGNING_FAILED' })
    const verdict = await verifyHome(home, { keys: () => keys.publicKeys() })
    expect(verdict).toMatchObject({ kind: 'intact', chains: [{ closed: false, size: 2, trustworthy: 0 }] })
  })
})
