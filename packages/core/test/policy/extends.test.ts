import { loadPolicy, readPolicy, type PolicyFiles } from '@kvlar/core'
import { expect, test } from 'vitest'

/** Files by absolute path, and built-in policies by name. */
function filesOf(
  files: Readonly<Record<string, string>>,
  builtins: Readonly<Record<string, string>> = {},
): PolicyFiles {
  const found = new Map(Object.entries(files))
  const known = new Map(Object.entries(builtins))
  return {
    read: (path) => found.get(path),
    builtin: (name) => known.get(name),
    resolve: (fromFile, ref) => new URL(ref, `file://${fromFile}`).pathname,
  }
}

function policyOf(id: string, ...bases: readonly string[]): string {
  return `name: ${id}\nextends: ${JSON.stringify(bases)}\nrules: [{id: ${id}, effect: {type: deny, reason: no}}]\n`
}

function load(text: string, files: PolicyFiles): readonly string[] {
  return loadPolicy({ file: '/p/main.yaml', text }, files).rules.map(({ id }) => id)
}

function problems(text: string, files: PolicyFiles): readonly string[] {
  const read = readPolicy({ file: '/p/main.yaml', text }, files)
  return read.ok
    ? []
    : read.diagnostics.map(
        ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`,
      )
}

test('own rules come first, then those of each base in list order, recursively; paths are relative to the file', () => {
  const files = filesOf({
    '/p/a.yaml': policyOf('a', './sub/b.yaml'),
    '/p/sub/b.yaml': policyOf('b', '../c.yaml'),
    '/p/c.yaml': policyOf('c'),
    '/p/d.yaml': policyOf('d'),
  })
  expect(load(policyOf('main', './a.yaml', 'd.yaml'), files)).toEqual(['main', 'a', 'b', 'c', 'd'])
})

test('a base reached twice counts once, where it is reached first', () => {
  const files = filesOf({
    '/p/a.yaml': policyOf('a', 'base.yaml'),
    '/p/b.yaml': policyOf('b', './base.yaml'),
    '/p/base.yaml': policyOf('base'),
  })
  expect(load(policyOf('main', 'a.yaml', 'b.yaml', 'a.yaml'), files)).toEqual(['main', 'a', 'base', 'b'])
})

test('the name of a built-in policy wins over a file', () => {
  const files = filesOf({ '/p/shell': policyOf('file') }, { shell: policyOf('builtin') })
  expect(load(policyOf('main', 'shell', './shell'), files)).toEqual(['main', 'builtin', 'file'])
})

test('a policy that only extends needs no rules, and bases may be in another format', () => {
  const files = filesOf({ '/p/k.toml': '[[policy]]\nname = "k"\neffect = "permit"\nconditions = []\n' })
  expect(load('name: p\nextends: [k.toml]\n', files)).toEqual(['k'])
})

test('a cycle is refused and shows its chain', () => {
  const files = filesOf({
    '/p/main.yaml': policyOf('main', 'a.yaml'),
    '/p/a.yaml': policyOf('a', 'b.yaml'),
    '/p/b.yaml': policyOf('b', './main.yaml'),
  })
  expect(problems(policyOf('main', 'a.yaml'), files)).toEqual([
    '/p/b.yaml:2:11 POLICY_EXTENDS_CYCLE the policy extends itself: /p/main.yaml → /p/a.yaml → /p/b.yaml → /p/main.yaml',
  ])
  expect(problems(policyOf('main', './main.yaml'), files)).toEqual([
    '/p/main.yaml:2:11 POLICY_EXTENDS_CYCLE the policy extends itself: /p/main.yaml → /p/main.yaml',
  ])
})

test('a base that cannot be found is an error where it is named', () => {
  expect(problems(policyOf('main', 'nowhere'), filesOf({}))).toEqual([
    '/p/main.yaml:2:11 POLICY_EXTENDS_NOT_FOUND `nowhere` is not the name of a built-in policy, and `/p/nowhere` cannot be read',
  ])
  const read = readPolicy({ file: 'p.yaml', text: policyOf('main', 'x.yaml') })
  expect(read.ok).toBe(false)
})

test('an own rule and an inherited one of the same id are an error that shows both places', () => {
  const files = filesOf({
    '/p/a.yaml': `name: a\nrules:\n  - id: main\n    effect: {type: deny, reason: no}\n`,
  })
  expect(problems(policyOf('main', 'a.yaml'), files)).toEqual([
    '/p/a.yaml:3:9 POLICY_DUPLICATE_RULE the id `main` is taken by the rule at /p/main.yaml:3',
  ])
})

test('the problems of every base are reported, each with its own file', () => {
  const files = filesOf({ '/p/a.yaml': 'name: a\nruls: []\n', '/p/b.json': '{"name": "b",}' })
  expect(
    problems(policyOf('main', 'a.yaml', 'b.json', 'c.yaml'), files).map((problem) =>
      problem.replace(/^(\S+ \S+).*/, '$1'),
    ),
  ).toEqual([
    '/p/a.yaml:2:1 POLICY_UNKNOWN_KEY',
    '/p/b.json:1:14 POLICY_SYNTAX',
    '/p/main.yaml:2:29 POLICY_EXTENDS_NOT_FOUND',
  ])
})

test('the number of bases is bounded', () => {
  const files = filesOf(
    Object.fromEntries(
      Array.from({ length: 70 }, (_, n) => [`/p/${n}.yaml`, policyOf(`r${n}`, `${n + 1}.yaml`)]),
    ),
  )
  expect(problems(policyOf('main', '0.yaml'), files)).toEqual([expect.stringContaining('POLICY_TOO_LARGE')])
})
