import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allSpecs } from '../src/command-line/commands.ts'
import type { Flag } from '../src/command-line/command-spec.ts'
import { OTHER_NAMES } from '../src/command-line/find-command.ts'
import { runCli } from '../src/run-cli.ts'
import type { Page } from '../src/terminal/terminal.ts'

const specs = await allSpecs()

async function kvlar(...words: string[]): Promise<string> {
  let text = ''
  const page = plainPage((more) => (text += more))
  expect(await runCli(words, { out: page, err: page })).toBe(0)
  return text
}

function plainPage(write: (text: string) => void): Page {
  return {
    width: 80,
    isTerminal: false,
    colours: false,
    line: (text = '') => write(`${text}\n`),
    write,
    isGone: () => false,
    drained: () => Promise.resolve(),
    tone: (_tone, text) => text,
  }
}

test.for(specs.map(({ name }) => name))(
  'the help of %s starts with examples and names every flag',
  async (name) => {
    const spec = specs.find((one) => one.name === name)
    const help = await kvlar(...name.split(' '), '--help')
    expect(help.split('\n').find((line) => /^[A-Z]/.test(line))).toBe('Examples')
    expect(spec?.examples.length).toBeGreaterThan(0)
    for (const { line } of spec?.examples ?? []) expect(help).toContain(`\n  ${line}\n`)
    for (const flag of spec?.flags ?? []) {
      expect(help).toMatch(new RegExp(`^ {2}(-${flag.short}, | {4})--${flag.name}( |$)`, 'm'))
    }
    expect(help).toMatch(/^ {2}-h, --help/m)
  },
)

test('every example in the help calls the command with flags that it has', () => {
  for (const { name, examples, flags } of specs) {
    for (const { line } of examples) {
      expect(line).toContain(`kvlar ${name}`)
      const own = line.split(' -- ')[0] ?? ''
      for (const [, word] of own.matchAll(/ (--?[a-z-]+)/g)) {
        expect(flags.flatMap((flag) => [`--${flag.name}`, `-${flag.short}`])).toContain(word)
      }
    }
  }
})

test('the name that another program has for a command leads to one of ours, and is none of ours', () => {
  const names = specs.map(({ name }) => name)
  for (const [other, ours] of OTHER_NAMES) {
    expect(names.map((name) => name.split(' ')[0])).not.toContain(other)
    expect([...names, '--version']).toContain(ours.replace(/ --explain$/, ''))
  }
})

test.for(['bash', 'zsh', 'fish', 'powershell'])(
  '%s completes every command, flag and choice',
  async (shell) => {
    const script = await kvlar('completion', shell)
    for (const { name, flags } of specs) {
      for (const word of name.split(' ')) expect(script).toContain(word)
      for (const flag of flags) {
        expect(script).toContain(shell === 'fish' ? `-l ${flag.name} ` : `--${flag.name}`)
        for (const choice of choicesOf(flag)) expect(script).toContain(choice)
      }
    }
  },
)

test('no command has two flags of one name or one letter, and summaries read alike', () => {
  for (const { summary, flags } of specs) {
    const labels = flags.flatMap(({ name, short }) => (short === undefined ? [name] : [name, short]))
    expect(new Set(labels).size).toBe(labels.length)
    for (const text of [summary, ...flags.map((flag) => flag.summary)]) expect(text).toMatch(/^[^A-Z].*[^.]$/)
  }
})

test('docs/cli.md says what the table of commands says; `node tools/cli-reference.mjs` writes it', () => {
  const root = join(import.meta.dirname, '..', '..', '..')
  const tool = join(root, 'tools', 'cli-reference.mjs')
  const { stdout } = spawnSync(process.execPath, [tool, '--print'], { encoding: 'utf8' })
  expect(readFileSync(join(root, 'docs', 'cli.md'), 'utf8')).toBe(stdout)
})

function choicesOf(flag: Flag): readonly string[] {
  return 'choices' in flag ? (flag.choices ?? []) : []
}
