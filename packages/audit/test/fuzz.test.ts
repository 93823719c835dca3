import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AuditError,
  decodeEntry,
  encodeEntry,
  formatNote,
  parseAnchorText,
  parseCheckpointText,
  parseNote,
  parseProofText,
  proveEntry,
  readWitness,
  verifyChain,
  verifyProof,
} from '@kvlar/audit'
import { openHome, pruneChain, readHome, verifyHome } from '@kvlar/audit/file'
import { KeyPair, VerificationError } from '@kvlar/crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildChain, resultBody, sourceOf, type BuiltChain } from './chain.ts'
import { newHome, tempFolder } from './new-home.ts'
import { recorderFor } from './writer.ts'

let chain: BuiltChain
let proof: string
const home = join(tempFolder(), 'home')
let anchorText: string

const trusted = (id: string) => (id === chain.keys.id ? chain.keys.publicKeys() : undefined)

beforeAll(async () => {
  chain = await buildChain(9, [4, 8], await KeyPair.generate())
  proof = (await proveEntry(sourceOf(chain), 3)) ?? ''
  const recorder = await recorderFor(home, chain.keys, { segmentBytesMax: 1024, checkpointIdleMs: 2 })
  for (let index = 0; index < 20; index++) await recorder.record(resultBody(index))
  await recorder.close()
  const [id = ''] = readdirSync(join(home, 'chains'))
  const folder = join(home, 'chains', id)
  await pruneChain(folder, {
    signer: chain.keys.signer(),
    keys: trusted,
    isWanted: () => false,
    nowMs: Date.now(),
  })
  anchorText = parseNote(readFileSync(join(folder, 'anchor.note'), 'utf8')).text
})

/** What a reader made of hostile input: an answer, or a typed refusal; anything else fails the test. */
async function answerOf<T>(read: () => T | Promise<T>): Promise<T | 'refused'> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AuditError || error instanceof VerificationError) return 'refused'
    throw error
  }
}

/** Bytes that were right once: some flipped, cut out, doubled or put in. */
function mutated(bytes: Uint8Array): fc.Arbitrary<Buffer> {
  const place = fc.nat({ max: Math.max(0, bytes.length - 1) })
  const edit = fc.record({
    at: place,
    how: fc.constantFrom<'flip' | 'cut' | 'double' | 'put'>('flip', 'cut', 'double', 'put'),
    length: fc.integer({ min: 1, max: 40 }),
    value: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 8 }),
      fc
        .constantFrom('\n', '"', '\\u0000', '1e400', '{', '[[', '__proto__', '-1', '9007199254740993')
        .map((text) => Buffer.from(text)),
    ),
  })
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) =>
    edits.reduce<Buffer>((now, { at, how, length, value }) => {
      const here = Math.min(at, now.length)
      switch (how) {
        case 'flip': {
          const copy = Buffer.from(now)
          if (here < copy.length) copy[here] = (copy[here] ?? 0) ^ (value[0] ?? 1)
          return copy
        }
        case 'cut':
          return Buffer.concat([now.subarray(0, here), now.subarray(here + length)])
        case 'double':
          return Buffer.concat([now.subarray(0, here + length), now.subarray(here)])
        case 'put':
          return Buffer.concat([now.subarray(0, here), value, now.subarray(here)])
      }
    }, Buffer.from(bytes)),
  )
}

const RUNS = { numRuns: 1500 }

describe('whatever stands in a record', () => {
  test('a line is an entry that is written the same again, or is refused', async () => {
    const lines = fc.oneof(
      ...chain.lines.slice(0, 3).map(mutated),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
    )
    await fc.assert(
      fc.asyncProperty(lines, async (line) => {
        const entry = await answerOf(() => decodeEntry(line))
        if (entry !== 'refused') expect(Buffer.compare(encodeEntry(entry), line)).toBe(0)
      }),
      RUNS,
    )
  })

  test('a note, a checkpoint or an anchor is read as it would be written, or is refused', async () => {
    const note = Buffer.from(chain.notes[1] ?? '')
    const texts = fc.oneof(
      mutated(note),
      mutated(Buffer.from(parseNote(note.toString('utf8')).text)),
      mutated(Buffer.from(anchorText)),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (bytes) => {
        const text = bytes.toString('utf8')
        const read = await answerOf(() => parseNote(text))
        if (read !== 'refused') expect(formatNote(read)).toBe(text)
        await answerOf(() => parseCheckpointText(text))
        await answerOf(() => parseAnchorText(text))
      }),
      RUNS,
    )
  })

  test('a proof or a witness that was changed in any way is refused', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(Buffer.from(proof)), async (bytes) => {
        const text = bytes.toString('utf8')
        await answerOf(() => parseProofText(text))
        if (text !== proof) expect(await answerOf(() => verifyProof(text, trusted))).toBe('refused')
        await answerOf(() => readWitness(text, trusted))
      }),
      { numRuns: 500 },
    )
  })

  test('a chain of such lines and notes gets a verdict', async () => {
    const place = fc.nat({ max: 8 })
    await fc.assert(
      fc.asyncProperty(
        place,
        mutated(chain.lines[4] ?? Buffer.alloc(0)),
        mutated(Buffer.from(chain.notes[1] ?? '')),
        async (at, line, note) => {
          const forged = {
            lines: chain.lines.with(at, line),
            notes: [chain.notes[0] ?? '', note.toString('utf8')],
          }
          const { kind } = await verifyChain(sourceOf(forged), { keys: trusted })
          expect(kind).toBe(
            forged.notes[1] === chain.notes[1] && Buffer.compare(line, chain.lines[at] ?? line) === 0
              ? 'intact'
              : 'broken',
          )
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('whatever stands in the files of a home', () => {
  test('is verified, read and taken over without anything but typed errors, and recording goes on', async () => {
    const [id = ''] = readdirSync(join(home, 'chains'))
    const files = [
      'home.json',
      'digest.key',
      `keys/${chain.keys.id}.json`,
      ...readdirSync(join(home, 'chains', id))
        .filter((name) => /jsonl|state|anchor/.test(name))
        .map((name) => `chains/${id}/${name}`),
    ]
    const change = fc
      .constantFrom(...files)
      .chain((file) => fc.tuple(fc.constant(file), mutated(readFileSync(join(home, file)))))
    await fc.assert(
      fc.asyncProperty(change, async ([file, bytes]) => {
        const copy = newHome()
        cpSync(home, copy, { recursive: true, filter: (name) => !name.endsWith('.sqlite') })
        writeFileSync(join(copy, file), bytes)
        await answerOf(() => verifyHome(copy, { keys: trusted }))
        await answerOf(async () => {
          for await (const _ of readHome(copy));
        })
        const opened = await answerOf(() => openHome(copy))
        if (opened === 'refused') return
        const recorder = await recorderFor(copy, chain.keys)
        await recorder.record(resultBody(99))
        await recorder.close()
      }),
      { numRuns: 150 },
    )
  })
})
