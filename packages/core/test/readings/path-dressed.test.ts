import { compilePathGlobs, judgePathMatches, judgePathText } from '@kvlar/core/readings'
import { expect, test } from 'vitest'
import { ORDINARY_PATHS } from '../corpus/ordinary-paths.ts'
import { createEngine, loadPolicy } from '@kvlar/core'
import { SECRET_PATHS } from '../corpus/secret-paths.ts'
import { platformUrl } from '../random-policies.ts'
import { call, NOW } from '../rule-builders.ts'

const secrets = compilePathGlobs(['$secret_files'])
const truth = (text: string) => secrets && judgePathText(text, secrets)?.truth

/** What may stand behind or around the name of a file. */
const DRESSES: readonly ((path: string) => string)[] = [
  (path) => `repo://o/r/contents/${path}?ref=main`,
  (path) => `repo://o/r/contents/${path}#L1`,
  (path) => `/srv/${path}?raw=1`,
  (path) => `${path}#L10`,
  (path) => `${path}?`,
  (path) => `${path}\u0085`,
  (path) => `(/srv/${path})`,
  (path) => `[/srv/${path}]`,
  (path) => `{/srv/${path}}`,
]

const plain = SECRET_PATHS.filter((path) => !path.includes(' '))

test.each(plain)('a query, a fragment, brackets and line ends hide no secret file: %s', (path) => {
  for (const dress of DRESSES) expect(['true', 'error'], dress(path)).toContain(truth(dress(path)))
})

test.each(ORDINARY_PATHS.filter((path) => !/\s/.test(path)))('and make no other file one: %s', (path) => {
  for (const dress of DRESSES) expect(truth(dress(path)) ?? 'false', dress(path)).toBe('false')
})

const WILD = [
  '.env',
  '.netrc',
  '.npmrc',
  '.pgpass',
  'id_rsa',
  'id_ed25519',
  'secrets.json',
  'credentials.json',
  '.git-credentials',
].flatMap((name) => [
  `${name.slice(0, 2)}*`,
  `${name.slice(0, 3)}*`,
  `${name.slice(0, -1)}*`,
  `${name.slice(0, -1)}?`,
  `${name.slice(0, -1)}[${name.slice(-1)}]`,
  `${name.slice(0, -1)}[a-z0-9]`,
  `${name.slice(0, -1)}{${name.slice(-1)},x}`,
  `${name.slice(0, 2)}*${name.slice(-1)}`,
  `${name.slice(0, 2)}**`,
])

const NEARLY = ['.env', '.netrc', '.npmrc', 'id_rsa', 'secrets.json'].flatMap((name) => [
  `?${name.slice(1)}`,
  `[${name.slice(0, 1)}]${name.slice(1)}`,
  `[!x]${name.slice(1)}`,
  `*${name.slice(1)}`,
  `*${name}`,
  `*${name}*`,
  `${name.slice(0, 1)}?${name.slice(2)}`,
  `${name.slice(0, 1)}[${name.slice(1, 2)}]${name.slice(2)}`,
  `${name.slice(0, 1)}*${name.slice(2)}`,
  `${name.slice(0, 1)}{${name.slice(1, 2)},x}${name.slice(2)}`,
  `{${name.slice(0, 2)},x}${name.slice(2)}`,
  `?${name.slice(1, -1)}?`,
  `*${name.slice(1, -1)}?`,
])

const named = (text: string) => secrets && judgePathMatches(text, secrets).truth

test.each([...WILD, ...NEARLY])('wildcards that could stand for a secret file are in doubt: %s', (name) => {
  for (const folder of ['', '/home/me/', 'a/b/', './']) {
    expect(['true', 'error']).toContain(truth(folder + name))
    expect(['true', 'error']).toContain(named(folder + name))
  }
})

test('so are those in the name of a folder', () => {
  for (const folder of ['?ssh', '*ssh', '.?sh', '.[s]sh', '.{ssh,x}', '[.]ssh'])
    for (const text of [`${folder}/config`, `/home/me/${folder}/id_work`, `~/${folder}/known_hosts`])
      expect(['true', 'error'], text).toContain(truth(text))
})

test.each([
  '*.ts',
  '**/*.json',
  '*',
  '.*',
  '**',
  '?.md',
  '[a-z]*.py',
  '*config*',
  '*token*',
  'src/[id]/?.tsx',
  '*_test.go',
  '[...slug].tsx',
  '?????',
  '{a,b}*',
])('what means very many names, or none of the list, is let be: %s', (text) => {
  for (const folder of ['', 'src/', '/srv/app/'])
    expect(truth(folder + text) ?? 'false', folder + text).toBe('false')
})

test.each([
  '{.env,x}',
  '{x,.env}',
  '.{env,x}',
  '.{x,e}nv',
  '/srv/{a,{b,.env}}',
  '/{etc,x}/shadow',
  '{/etc,/x}/shadow',
  '/etc/{hosts,shadow}',
  '/home/me/{.ssh/id_rsa,x}',
  '.{e,x}n*',
  `.{${'x,'.repeat(40)}env}`,
])('and so are braces: %s', (text) => {
  expect(['true', 'error']).toContain(named(text))
  expect(['true', 'error']).toContain(truth(text))
  expect(['true', 'error']).toContain(truth(`--file=${text}`))
})

test.each([
  '/srv/{a,b}/x.ts',
  '**/*.{ts,tsx,js,jsx,mjs,cjs,mts,cts,json,md}',
  'src/{app,lib}/**',
  'src/[id]/page.tsx',
  '{a}',
  'a{b,c',
])('and other braces are not: %s', (text) => {
  expect(truth(text) ?? 'false').toBe('false')
  expect(named(text)).toBe('false')
})

test('a long path with many braces or wildcards is in doubt, and not looked through', () => {
  expect(named(`/srv/${'{a,b}/'.repeat(60)}${'x/'.repeat(200)}`)).toBe('error')
  expect(truth(`/srv/${'{a,b}/'.repeat(60)}${'x/'.repeat(200)}`)).toBe('error')
  expect(named('.en?/'.repeat(200))).toBe('error')
  expect(named(`/srv/${'{a,b}/'.repeat(4)}x`)).toBe('false')
})

test('code with very many braces is no path', () => {
  expect(truth(`.a{color:red,b:c}.b{${'x:y,'.repeat(100)}z:rgb(1)}`) ?? 'false').toBe('false')
})

test('what stands under except counts in the same way, so that a shell cannot come to it', () => {
  const rule = { field: 'path', operator: 'path_within', value: '/srv', except: ['$secret_files'] }
  const source = {
    file: 'a.yaml',
    text: JSON.stringify({
      name: 'a',
      rules: [{ id: 'a', match_on: { conditions: [rule] }, effect: { type: 'allow' } }],
    }),
  }
  const engine = createEngine([loadPolicy(source)], { parseUrl: platformUrl })
  const outcome = (path: string) => engine.decide(call('cat', { path }), NOW).outcome
  expect(outcome('/srv/a.ts')).toBe('allow')
  for (const path of ['/srv/.en*', '/srv/{.env,x}', '/srv/id_rs?']) expect(outcome(path)).toBe('deny')
})

test.each([
  '*.ts',
  '**/*.json',
  '*',
  'src/**',
  'src/*.ts',
  'package*.json',
  'READ*',
  '.eslint*',
  'config.*',
  'a?',
  'src/[id].tsx',
])('other wildcards are not: %s', (text) => {
  expect(truth(text) ?? 'false').toBe('false')
})

test('many wildcards in one path are in doubt', () => {
  expect(truth('/srv/zz*/'.repeat(100))).toBe('false')
  expect(truth(`/srv/${'.en*/'.repeat(1000)}x`)).toBe('error')
})
