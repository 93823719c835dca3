/**
 * Writes the vectors beside it: `node test/vectors/generate.ts`. Signatures are hedged, so every run gives other bytes;
 * run it only when a format changes. Keys come from fixed seeds and time stands still.
 */
import { writeFile } from 'node:fs/promises'
import {
  ChainEnd,
  checkpointDigest,
  consistencyProof,
  encodeEntry,
  Frontier,
  inclusionProof,
  leafHash,
  parseNote,
  parseProofText,
  proofText,
  proveEntry,
  signAnchor,
  signCheckpoint,
  type Entry,
  type EntryBody,
} from '@kvlar/audit'
import { KeyPair } from '@kvlar/crypto'

const startMs = 1_800_000_000_000
const [chain, home, otherChain] = ['c', 'a', 'b'].map((digit) => digit.repeat(32)) as [string, string, string]
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const write = (name: string, value: unknown) =>
  writeFile(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(value, null, 1)}\n`)

async function pairOf(byte: number): Promise<KeyPair> {
  const fill = (length: number, offset: number) => new Uint8Array(length).fill(byte + offset)
  const seeds = { mlDsa65: fill(32, 0), ed25519: fill(32, 1), mlKem768: fill(64, 2), x25519: fill(32, 3) }
  return KeyPair.fromSeeds(seeds, { createdAt: startMs / 1000, expiresAt: null })
}
const [first, second, stranger] = [await pairOf(1), await pairOf(20), await pairOf(40)]

const versions = { kvlar: '0.4.0', icu: '78.1' }
const genesis: EntryBody = {
  kind: 'genesis',
  chain,
  home,
  key_id: first.id,
  suite: 'ml-dsa-65+ed25519',
  versions,
  others: [{ chain: otherChain, size: 2, root: base64(leafHash(Buffer.from('other'))) }],
}
const decided: EntryBody = {
  kind: 'decided',
  decision_id: 's:1',
  session_id: 's',
  from: 'client',
  method: 'tools/call',
  request_id: 7,
  action_type: 'tool_call',
  resource: 'send_mail',
  agent_id: 'mcp-agent',
  principal: { id: 'alice', kind: 'user', roles: ['support'] },
  server: 'mail',
  tool_definition: 'd'.repeat(64),
  parameters: { to: 'ünïcode\u0007 "quoted" €', amount: 1e21, small: 1e-7, nested: [true, null, -0.5], body: '[REDACTED]' },
  parameters_digest: 'e'.repeat(64),
  parameters_bytes: 99,
  hidden: [{ path: ['body'], type: 'string', length: 5, digest: 'f'.repeat(64) }],
  facts: { now_ms: startMs, counts: [{ key: '["60000"]', count: 3 }] },
  policy_digest: `sha256:${'1'.repeat(64)}`,
  enforcement_digest: `sha256:${'4'.repeat(64)}`,
  matched_rule: 'allow-mail',
  policy: 'mail',
  code: 'POLICY_ALLOW',
  reason: 'mail is allowed',
  decision: 'allow',
  effective: 'forward',
  outcome: 'allowed',
  protocol: '2025-06-18',
  engine: '0.4.0 icu/78.1',
  decide_us: 12.5,
}
const result = (at: number): EntryBody => ({ kind: 'result', decision_id: `s:${at}`, result: 'ok', digest: '2'.repeat(64), bytes: at, latency_ms: 1.5 })
const bodies: EntryBody[] = [
  genesis,
  { kind: 'policy', policy_digest: `sha256:${'1'.repeat(64)}`, policies: [{ name: 'mail', digest: `sha256:${'3'.repeat(64)}`, texts: [] }],
    enforcement: {
      digest: `sha256:${'4'.repeat(64)}`,
      invariants: ['hard_cap', 'ünïcode'],
      text: { file: '/etc/kvlar/invariants.yaml', digest: '5'.repeat(64) },
      drift: { geo: { max_km: 500 }, session_age: { max_ms: 14_400_000 }, device: true, rate: false },
      evaluators: ['own'],
    },
    observe_only: { until: '2027-01-15T08:00:00.000Z', lifts_invariants: true },
  },
  decided,
  result(1),
  { kind: 'refused', session_id: 's', from: 'server', code: 'JSON_SYNTAX', message: 'not JSON' },
  { kind: 'approval', approval_id: 'ap', step: 'decided', by: 'bob' },
  { kind: 'reveal', approval_id: 'ap', by: 'bob', path: ['body'] },
  { kind: 'recovery', unsigned_from: 4, torn_bytes: 0 },
  { kind: 'key', key_id: second.id, suite: 'ml-dsa-65+ed25519', previous_key_id: first.id },
  result(2),
  { kind: 'close', reason: 'the writer ended' },
]

const end = new ChainEnd()
const lines: string[] = []
const notes: string[] = []
const states = new Map<number, ChainEnd['state']>()
let previous: string | undefined
for (const [at, body] of bodies.entries()) {
  lines.push(end.link(body, startMs + at).line)
  states.set(end.size, end.state)
  if (![3, 4, 8, 11].includes(end.size)) continue
  const head = { chain, size: end.size, root: end.root() }
  const others = end.size === 4 ? [{ chain: otherChain, size: 3, root: leafHash(Buffer.from('other')) }] : []
  const signer = (end.size > 8 ? second : first).signer()
  const note = await signCheckpoint({ head, timeMs: startMs + at, others, ...(previous === undefined ? {} : { previous }) }, signer)
  previous = checkpointDigest(parseNote(note).text)
  notes.push(note)
}
const pqNote = await signCheckpoint({ head: { chain, size: 11, root: end.root() }, timeMs: startMs, others: [] }, stranger.signer('ml-dsa-65'))
const state = states.get(4)
if (state === undefined) throw new TypeError('no state')
const anchor = await signAnchor({ chain, state, keyInForce: first.id, timeMs: startMs }, first.signer())
/** A chain of its own, each entry so many seconds after the one before it. */
const unsigned = (bodiesOf: readonly EntryBody[], seconds = 1) => {
  const short = new ChainEnd()
  const made = bodiesOf.map((body, at) => short.link(body, startMs + at * seconds * 1000).line)
  return { lines: made, checkpoints: [], size: made.length, root: base64(short.root()) }
}
const close: EntryBody = { kind: 'close', reason: 'the writer ended' }
const recovery: EntryBody = { kind: 'recovery', unsigned_from: 0, torn_bytes: 0 }
const known = [{ chain, size: 8, root: notes[2]?.split('\n')[2] ?? '' }]

const relinked = (changed: readonly string[]): string[] => {
  let prev = 'genesis'
  return changed.map((line, index) => {
    const bytes = encodeEntry({ ...(JSON.parse(line) as Entry), index, prev })
    prev = hex(leafHash(bytes))
    return Buffer.from(bytes).toString('utf8')
  })
}
const text = (place: number) => lines[place] ?? ''
const note = (place: number) => notes[place] ?? ''
const intact = { expect: 'intact', size: 11, root: base64(end.root()) }
const broken = (name: string, expect: string, changes: object) => ({ name, expect, lines, checkpoints: notes, ...changes })
/** The note with one bit of its last signature changed. */
const flip = (one: string): string => {
  const at = one.lastIndexOf(' ') + 1
  const signature = Buffer.from(one.slice(at), 'base64')
  signature[20] = (signature[20] ?? 0) ^ 1
  return `${one.slice(0, at)}${base64(signature)}\n`
}
const stripped = note(3).split('\n').toSpliced(-2, 1).join('\n')

await write('chains', {
  about: 'one chain and what is made of it; roots are base64, `expect` is `intact` or the code of what is wrong',
  keys: [first, second].map((pair) => pair.publicKeys().toJSON()),
  chains: [
    { name: 'every kind of entry, two keys, four checkpoints', lines, checkpoints: notes, ...intact },
    { name: 'the same against a head known from elsewhere', lines, checkpoints: notes, known, ...intact },
    { name: 'the same with its first four entries pruned', lines: lines.slice(4), checkpoints: notes, anchor, ...intact },
    { name: 'killed before its first checkpoint', expect: 'intact', ...unsigned([genesis, decided, result(1)]) },
    { name: 'killed while it closed, and taken over', expect: 'intact', ...unsigned([genesis, close, recovery]) },
    { name: 'closed, its checkpoints taken away', expect: 'CLOSE_UNSIGNED', ...unsigned([genesis, result(1), close]) },
    { name: 'closed unsigned, and gone on with', expect: 'CLOSE_UNSIGNED', ...unsigned([genesis, close, result(1)]) },
    { name: 'unsigned for over a minute', expect: 'CHECKPOINT_OVERDUE', ...unsigned([genesis, result(1), result(2)], 31) },
    broken('taken over with fewer checkpoints than there were', 'RECOVERY_WRONG', { checkpoints: notes.slice(0, 1) }),
    broken('a changed value', 'LINK_WRONG', { lines: lines.with(4, text(4).replace('not JSON', 'not json')) }),
    broken('a changed value, linked anew', 'ROOT_WRONG', { lines: relinked(lines.with(4, text(4).replace('not JSON', 'not json'))) }),
    broken('a deleted entry', 'INDEX_WRONG', { lines: lines.toSpliced(5, 1) }),
    broken('a deleted entry, linked anew', 'ROOT_WRONG', { lines: relinked(lines.toSpliced(1, 1)) }),
    broken('a doubled entry', 'INDEX_WRONG', { lines: lines.toSpliced(5, 0, text(5)) }),
    broken('swapped entries', 'INDEX_WRONG', { lines: lines.toSpliced(5, 2, text(6), text(5)) }),
    broken('swapped entries, linked anew', 'ROOT_WRONG', { lines: relinked(lines.toSpliced(5, 2, text(6), text(5)).map((line, at) => line.replace(/"time":"[^"]*"/, `"time":"${new Date(startMs + at).toISOString()}"`))) }),
    broken('a truncated chain', 'TRUNCATED', { lines: lines.slice(0, 9) }),
    broken('a chain cut with its checkpoints, against a known head', 'ROLLED_BACK', { lines: lines.slice(0, 4), checkpoints: notes.slice(0, 2), known }),
    broken('a missing first checkpoint', 'CHECKPOINT_ORDER', { checkpoints: notes.slice(1) }),
    broken('a missing checkpoint', 'CHECKPOINT_ORDER', { checkpoints: notes.toSpliced(1, 1) }),
    broken('swapped checkpoints', 'CHECKPOINT_ORDER', { checkpoints: notes.toSpliced(1, 2, note(2), note(1)) }),
    broken('a changed signature', 'CHECKPOINT_FORGED', { checkpoints: notes.with(3, flip(note(3))) }),
    broken('a stripped Ed25519 signature', 'CHECKPOINT_FORGED', { checkpoints: notes.with(3, stripped) }),
    broken('a key that is not trusted', 'CHECKPOINT_UNTRUSTED', { checkpoints: [pqNote] }),
    broken('pruned entries without an anchor', 'INDEX_WRONG', { lines: lines.slice(4), checkpoints: [] }),
    broken('a changed anchor', 'ANCHOR_WRONG', { lines: lines.slice(4), anchor: anchor.replace(/in-force (.)/, (_all, digit) => `in-force ${digit === '0' ? '1' : '0'}`) }),
    broken('members out of order', 'ENTRY_UNREADABLE', { lines: lines.with(0, text(0).replace('{"chain"', '{"v":1,"chain"').replace(',"v":1}', '}')) }),
  ],
})

const data = Array.from({ length: 20 }, (_, at) => Buffer.from(`entry ${at}`))
const hashes = data.map((one) => leafHash(one))
const leaves = (index: number): Uint8Array => hashes[index] ?? new Uint8Array()
const tree = new Frontier()
const roots = [hex(tree.root())]
for (const hash of hashes) {
  tree.append(hash)
  roots.push(hex(tree.root()))
}
const sizes = [1, 2, 3, 7, 8, 13, 20]
await write('merkle', {
  about: 'the tree of RFC 6962; everything is hexadecimal, `roots[n]` is over the first n pieces of data',
  data: data.map(hex),
  roots,
  inclusion: sizes.flatMap((size) =>
    Array.from({ length: size }, (_, index) => ({ index, size, path: inclusionProof(leaves, index, size).map(hex) })),
  ),
  consistency: sizes.flatMap((to) =>
    Array.from({ length: to }, (_, at) => ({ from: at + 1, to, proof: consistencyProof(leaves, at + 1, to).map(hex) })),
  ),
})

const source = (from: readonly string[]) => ({ lines: from.map((line) => Buffer.from(line)), checkpoints: notes })
const proofs = await Promise.all([2, 3, 7, 10].map((index) => proveEntry(source(lines), index)))
const [proof = '', other = ''] = proofs.map((one) => one ?? '')
const parts = parseProofText(proof)
await write('proofs', {
  about: 'proofs that an entry stands in a chain; `expect` is `holds` or `refused`',
  keys: [first, second].map((pair) => pair.publicKeys().toJSON()),
  proofs: [
    ...proofs.map((one, at) => ({ name: `entry ${[2, 3, 7, 10][at]}`, expect: 'holds', text: one })),
    { name: 'another index', expect: 'refused', text: proofText({ ...parts, index: 1 }) },
    { name: 'another entry', expect: 'refused', text: proofText({ ...parts, line: parseProofText(other).line }) },
    { name: 'a path that is too short', expect: 'refused', text: proofText({ ...parts, path: parts.path.slice(1) }) },
    { name: 'a path that is too long', expect: 'refused', text: proofText({ ...parts, path: [...parts.path, ...parts.path] }) },
    { name: 'another checkpoint', expect: 'refused', text: proofText({ ...parts, checkpoint: note(3) }) },
  ],
})
