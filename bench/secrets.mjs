// What looking for secrets costs: `node bench/secrets.mjs`.
// Texts of 10 KB and 1 MB, ordinary and hostile, beside one look at every character of the same text; then the redaction
// of the arguments of one call of 1 KB, beside the same walk by key names alone. Processor time, least of several rounds.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRedactor, isSecretName } from '../packages/core/src/index.ts'
import { findSecrets } from '../packages/core/src/readings/index.ts'

const ROUNDS = 9

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const base64 = (text) => Buffer.from(text).toString('base64')
const noise = (length) =>
  Buffer.concat(Array.from({ length: length / 64 }, (_, at) => createHash('sha512').update(`${at}`).digest()))

const SHAPES = {
  'ordinary: prose': () => read('../SECURITY.md'),
  'ordinary: code': () => read('../packages/core/src/engine/create-engine.ts'),
  'ordinary: lock file': () => read('../pnpm-lock.yaml').slice(20_000, 80_000),
  'ordinary: base64 of an image': () => noise(8192).toString('base64'),
  'ordinary: base64 of prose': () => base64(read('../SECURITY.md')),
  'hostile: base64 in base64': () => base64(base64(read('../SECURITY.md'))),
  'hostile: text at three offsets': () => 'ZWVl',
  'hostile: key ids': () => 'AKIAIOSFODNN7EXAMPLE ',
  'hostile: prefixes in one run': () => 'glpat-',
  'hostile: heads of private keys': () => '-----BEGIN PRIVATE KEY-----',
  'hostile: heads of web tokens': () => '.eyJhbGciOiJIUzI1NiJ9',
  'hostile: bots': () => 'MTIzNDU2Nzg5MDEyMzQ1Njc4.',
  'hostile: account numbers': () => 'AA00 4111111111111111 ',
  'hostile: passwords': () => 'a://b:c@',
  'hostile: escapes': () => '\\u0041',
  'hostile: full width': () => '\uff41',
  'hostile: groups of one length': () => 'abc1 ',
  'hostile: halves': () => 'abcdefghij12345 abcdefghi1234\n',
  'hostile: lists of codes': () => '67 68 ',
  'hostile: references of HTML': () => '&#103;',
  'hostile: quoted-printable': () => '=67',
  'hostile: joined strings': () => '"a" + "',
  'hostile: names of secrets': () => 'password=',
  'hostile: heads of tables': () => 'a,token\n',
  'hostile: tables': () => '| user | token |\n|---|---|\n| a | b |\n',
  'hostile: tags that show as nothing': () => '\u{e0067}\u{e0068}',
  'hostile: versions': () => '1.2.3-4 ',
}

/** One flat string: V8 would walk a rope again for each part. */
const filled = (text, length) =>
  Buffer.from(text.repeat(Math.ceil(length / text.length)).slice(0, length)).toString('utf8')

function cost(run, times) {
  run()
  let least = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    for (let time = 0; time < times; time++) run()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / times)
  }
  return least
}

function look(text) {
  let sum = 0
  for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at)
  return sum
}

console.log('text'.padEnd(34), ...['10 KB', 'a look', 'looks', '1 MB'].map((name) => name.padStart(10)))
for (const [name, make] of Object.entries(SHAPES)) {
  const [small, large] = [filled(make(), 10_000), filled(make(), 1_000_000)]
  const [found, looked] = [cost(() => findSecrets(small), 40), cost(() => look(small), 200)]
  const row = [
    `${found.toFixed(0)} us`,
    `${looked.toFixed(0)} us`,
    (found / looked).toFixed(0),
    `${cost(() => findSecrets(large), 1).toFixed(0)} us`,
  ]
  console.log(name.padEnd(34), ...row.map((cell) => cell.padStart(10)))
}

const prose = read('../SECURITY.md')
const call = {
  path: '/srv/work/reports/2026/quarterly.md',
  repository: {
    owner: 'kvlar',
    name: 'kvlar',
    branch: 'main',
    commit: '8d3f0b5a9c6e4f21b7a0c1d2e3f405162738495a',
  },
  tags: ['draft', 'internal', 'q3'],
  content: prose.slice(0, 700),
  mode: 420,
  overwrite: false,
}
const redactor = createRedactor([])
const byName = (value) => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(byName)
  const copy = Object.create(null)
  for (const [key, item] of Object.entries(value)) copy[key] = isSecretName(key) ? '[REDACTED]' : byName(item)
  return copy
}
const [before, after] = [cost(() => byName(call), 5000), cost(() => redactor.hide(call), 5000)]
console.log(`\na call of ${JSON.stringify(call).length} bytes: ${before.toFixed(1)} us by key names alone`)
console.log(
  `${' '.repeat(24)}${after.toFixed(1)} us with secrets by content, ${(after / before).toFixed(1)} times`,
)
