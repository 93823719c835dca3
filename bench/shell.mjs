// What reading and judging one command costs: `node bench/shell.mjs`. Ordinary ones and 2 kB of them, beside
// JSON.parse of the same call in the same run, and hostile ones of 128 KiB and 1 MiB, which must stay linear.
import { compileShellGrant, lookAlikes, readShell } from '../packages/core/src/readings/index.ts'

const ROUNDS = 15
const KIB = 1024

const judge = compileShellGrant({
  syntax: 'posix',
  permit: ['pipes', 'sequence'],
  paths: { within: '/srv/work', except: ['$secret_files'], relative: true },
  programs: {
    git: { subcommands: { log: { flags: ['--oneline', '-{number}'] }, commit: { flags: ['-m {text}'] } } },
    grep: { flags: ['-n'], operands: ['text', 'path'] },
    head: { flags: ['-{number}'] },
    cat: { operands: 'path' },
  },
})

const ORDINARY = {
  'git log --oneline -20': 'git log --oneline -20',
  'three commands': 'git log --oneline -20 && grep -n "foo bar" src/a.ts | head -50',
  '2 kB, a message': `git commit -m "${'words of a longer message '.repeat(76)}"`,
  '2 kB, files': `cat ${'src/abc/def.ts '.repeat(136)}`.slice(0, 2 * KIB),
  '2 kB, 93 commands': 'git log --oneline -20 && grep -n "foo bar" src/a.ts | head -50; '.repeat(31),
}

const HOSTILE = [
  "a''",
  '""a',
  '$(',
  '`',
  '\\',
  "'",
  '"',
  '{',
  'a=~',
  '<',
  '2>&1 ',
  'x;',
  "sh -c '",
  '[ ',
  'é',
  ' -é',
  '"$a',
  '%AA',
]

/** Microseconds of one call, the best of several rounds. */
function best(run, times) {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.hrtime.bigint()
    for (let time = 0; time < times; time += 1) run()
    least = Math.min(least, Number(process.hrtime.bigint() - start) / times / 1000)
  }
  return least
}

console.log('command                      characters   read µs   read+judge µs   JSON.parse µs')
for (const [name, text] of Object.entries(ORDINARY)) {
  if (judge(text).truth !== 'true') throw new Error(`not granted: ${name}`)
  const json = JSON.stringify({ command: text })
  const columns = [
    best(() => readShell(text), 200),
    best(() => judge(text), 200),
    best(() => JSON.parse(json), 200),
  ]
  console.log(
    `${name.padEnd(28)} ${String(text.length).padStart(10)} ${columns.map((one, index) => one.toFixed(1).padStart([9, 15, 15][index])).join(' ')}`,
  )
}

console.log('\nrepeated      128 KiB ms   1 MiB ms   look-alikes of 1 MiB ms')
for (const piece of HOSTILE) {
  const [small, large] = [128 * KIB, 1024 * KIB].map((size) =>
    piece.repeat(Math.ceil(size / piece.length)).slice(0, size),
  )
  const columns = [() => judge(small), () => judge(large), () => lookAlikes(large)].map((run) => {
    const start = process.hrtime.bigint()
    run()
    return Number(process.hrtime.bigint() - start) / 1e6
  })
  console.log(
    `${JSON.stringify(piece).padEnd(12)} ${columns.map((one, index) => one.toFixed(1).padStart([11, 10, 25][index])).join(' ')}`,
  )
}
