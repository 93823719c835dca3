import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeEntry, entryBody, type Entry } from '@kvlar/audit'
import { openHome, RecordWriter, RECORD_WRITER_DEFAULTS, verifyHome } from '@kvlar/audit/file'
import { AuditEntry, SignedAuditChain } from '@kvlar/audit/signed-chain'
import { KeyPair, type PublicKeyBundle } from '@kvlar/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { relink } from '../../../audit/test/chain.ts'
import { openDesk, type Caller } from './desk.ts'

/* The record of a day at the desk, read by somebody who has the public key and nothing else. */

const NAMES: Readonly<Record<Caller, string>> = {
  bot: 'agent-bot',
  other: 'other-bot',
  support: 'ana',
  admin: 'root',
}
const folder = mkdtempSync(join(tmpdir(), 'kvlar-forensics-'))
const home = join(folder, 'home')
/** What the callers were answered, by principal: as often let go, as often not. */
const answered = new Map<string, { allowed: number; denied: number }>()
let keys: PublicKeyBundle
/** The same decisions in the classes of Kavach. */
let exported: string

const POLICY = {
  policies: [
    {
      name: 'refunds',
      effect: 'permit',
      conditions: [{ action: 'issue_refund' }, { param_max: { field: 'amount', max: 5000 } }],
    },
  ],
}

beforeAll(async () => {
  const pair = await KeyPair.generate()
  keys = pair.publicKeys()
  const opened = await openHome(home)
  const recorder = new RecordWriter({
    ...RECORD_WRITER_DEFAULTS,
    home: opened,
    signer: pair.signer(),
    keys: trusted,
    versions: { kvlar: 'test' },
  })
  const chain = new SignedAuditChain(pair)
  const context = { digestKey: opened.digestKey, engine: 'test' }
  const desk = await openDesk({
    policy: POLICY,
    record: async (event) => {
      await recorder.record(entryBody(event, context))
      if (event.kind !== 'decided') return
      const { action, effective } = event
      const verdict = effective.outcome === 'allow' ? 'permit' : 'refuse'
      await chain.append(new AuditEntry(action.principal.id, action.resource, verdict, effective.code))
    },
  })
  const day = Array.from({ length: 30 }, (_none, index) => {
    const caller = (['bot', 'support', 'admin', 'other'] as const)[index % 4] ?? 'bot'
    return { caller, amount: index % 3 === 0 ? 9000 : 100 + index }
  })
  await Promise.all(
    day.map(async ({ caller, amount }) => {
      const { status } = await desk.refund(amount, {}, caller)
      const counts = answered.get(NAMES[caller]) ?? { allowed: 0, denied: 0 }
      counts[status === 200 ? 'allowed' : 'denied'] += 1
      answered.set(NAMES[caller], counts)
    }),
  )
  await recorder.close()
  exported = chain.exportJsonl()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const trusted = (id: string): PublicKeyBundle | undefined => (id === keys.id ? keys : undefined)
const fileIn = (dir: string, pattern: string): string => join(dir, globSync(pattern, { cwd: dir })[0] ?? '')
const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n')

/** What verification makes of a copy of the record, once it has been tampered with. */
async function tampered(how: (entries: string, checkpoints: string) => void): Promise<string> {
  const copy = join(folder, 'copy')
  rmSync(copy, { recursive: true, force: true })
  cpSync(home, copy, { recursive: true })
  how(fileIn(copy, 'chains/*/0*.jsonl'), fileIn(copy, 'chains/*/checkpoints*'))
  const { kind, chains } = await verifyHome(copy, { keys: trusted })
  return kind === 'intact' ? 'intact' : (chains[0]?.broken?.code ?? 'broken')
}

const flip = (text: string): string =>
  text.replace(/(?<="time":"20)\d/, (digit) => String((Number(digit) + 1) % 10))
const write = (file: string, lines: readonly string[]): void =>
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
const linked = (lines: readonly string[]): string[] =>
  relink(lines.map((line) => Buffer.from(line))).map((line) => Buffer.from(line).toString())
const swapped = (lines: readonly string[], a: number, b: number): string[] =>
  lines.map((line, at) => (at === a ? lines[b]! : at === b ? lines[a]! : line))

test('the copy that nobody has touched is intact', async () => {
  expect(await tampered(() => undefined)).toBe('intact')
})

test('A14: one byte of the exported record is changed, and it does not verify', async () => {
  const changed = await tampered((entries) => {
    const bytes = readFileSync(entries)
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(entries, bytes)
  })
  expect(changed).not.toBe('intact')
  const bytes = Buffer.from(exported)
  for (const at of [20, bytes.length >> 1, bytes.length - 10]) {
    const one = Buffer.from(bytes)
    one[at]! ^= 1
    await expect(SignedAuditChain.verifyJsonl(one, keys)).rejects.toMatchObject({ name: 'AuditError' })
  }
  await SignedAuditChain.verifyJsonl(exported, keys)
})

test('A15: a hybrid record that is claimed to be of ML-DSA alone is refused as such', async () => {
  await expect(SignedAuditChain.verifyJsonl(exported, keys, { hybrid: false })).rejects.toThrow(
    'mode mismatch',
  )
  await SignedAuditChain.verifyJsonl(exported, keys, { hybrid: true })
  const { kind, chains } = await verifyHome(home, { keys: trusted, suite: 'ml-dsa-65' })
  expect([kind, chains[0]?.broken?.code]).toEqual(['broken', 'CHECKPOINT_FORGED'])
  expect((await verifyHome(home, { keys: trusted, suite: 'ml-dsa-65+ed25519' })).kind).toBe('intact')
})

describe('B6: forensics', () => {
  test('B6: say for each principal how often it was let go and how often not, by the public key alone', async () => {
    const counts = new Map<string, { allowed: number; denied: number }>()
    const onEntry = (entry: Entry): void => {
      if (entry.kind !== 'decided') return
      const of = counts.get(entry.principal.id) ?? { allowed: 0, denied: 0 }
      of[entry.outcome === 'allowed' ? 'allowed' : 'denied'] += 1
      counts.set(entry.principal.id, of)
    }
    expect((await verifyHome(home, { keys: trusted, onEntry })).kind).toBe('intact')
    expect(counts).toEqual(answered)
    expect([...counts.keys()].toSorted()).toEqual(Object.values(NAMES).toSorted())
  })

  const TAMPERS: Readonly<Record<string, (lines: readonly string[]) => readonly string[]>> = {
    'a bit of entry 10 is flipped': (lines) => lines.with(10, flip(lines[10]!)),
    'entry 20 is deleted': (lines) => lines.toSpliced(20, 1),
    'entries 5 and 6 are swapped': (lines) => swapped(lines, 5, 6),
    'the last entry is doubled': (lines) => [...lines, lines.at(-1)!],
    'a forged entry is appended': (lines) => [...lines, forged(lines)],
  }
  /** An entry as the writer writes them, for a refund that nobody made. */
  function forged(lines: readonly string[]): string {
    const decided = lines.map((line) => JSON.parse(line) as Entry).findLast(({ kind }) => kind === 'decided')
    const { index } = JSON.parse(lines.at(-1)!) as Entry
    return Buffer.from(encodeEntry({ ...decided!, index: index + 1 })).toString()
  }

  /** The same on the lines of the other chain, whose entries have other fields. */
  const CHAIN_TAMPERS: typeof TAMPERS = {
    ...TAMPERS,
    'a bit of entry 10 is flipped': (lines) =>
      lines.with(10, lines[10]!.replace('issue_refund', 'issue_refunc')),
    'a forged entry is appended': (lines) => [
      ...lines,
      lines.at(-1)!.replace(/"index":\d+/, `"index":${lines.length}`),
    ],
  }

  test.each(Object.keys(TAMPERS))('B6: show that %s, as it is and with its links made anew', async (what) => {
    const how = TAMPERS[what]!
    const asItIs = await tampered((entries) => write(entries, how(linesOf(entries))))
    expect(asItIs).toMatch(/^(LINK|INDEX)_WRONG$/)
    const anew = await tampered((entries) => write(entries, linked(how(linesOf(entries)))))
    // Which of its signatures tells depends on where the writer has signed.
    expect(anew).not.toBe('intact')
    const text = CHAIN_TAMPERS[what]!(exported.trimEnd().split('\n')).join('\n')
    await expect(SignedAuditChain.verifyJsonl(text, keys)).rejects.toMatchObject({
      code: 'AUDIT_CHAIN_BROKEN',
    })
  })

  test('B6: show that the Ed25519 half of the first signature is taken away', async () => {
    const stripped = await tampered((_entries, checkpoints) => {
      const [first = '', ...rest] = linesOf(checkpoints)
      // Of the two signatures of a note the second is the classical one.
      const bare = first.replace(/(\\n\u2014 [^\\]+)\\n\u2014 [^\\]+(?=\\n")/, '$1')
      expect(bare).not.toBe(first)
      write(checkpoints, [bare, ...rest])
    })
    expect(stripped).toBe('CHECKPOINT_FORGED')
    const [first = '', ...rest] = exported.split('\n')
    const bare = first.replace(/"ed25519_signature":"[^"]*",/, '')
    expect(bare).not.toBe(first)
    await expect(SignedAuditChain.verifyJsonl([bare, ...rest].join('\n'), keys)).rejects.toMatchObject({
      code: 'AUDIT_MODE_MISMATCH',
    })
  })
})
