import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FOLDER, MAIN } from './support/command.ts'

const BUILD = /-[0-9a-f]{8}(?=\.js$)/
const TOPICS = ['fields', 'regex', 'secret', 'shell', 'sql', 'toml']

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-loaded-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The files of the bundle that a program loads, as V8 tells them. */
function loadedBy(words: readonly string[]): { readonly said: string; readonly files: readonly string[] } {
  const home = tempFolder()
  const coverage = join(home, 'coverage')
  const env = { ...process.env, HOME: home, USERPROFILE: home, NODE_V8_COVERAGE: coverage }
  const { stdout, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8', input: '' })
  const urls = readdirSync(coverage).flatMap((file) => urlsIn(join(coverage, file)))
  const files = urls.filter((url) => basename(dirname(url)) === basename(FOLDER)).map((url) => basename(url))
  return { said: stdout + stderr, files: [...new Set(files)].toSorted() }
}

function urlsIn(file: string): readonly string[] {
  const { result } = JSON.parse(readFileSync(file, 'utf8')) as { result: readonly { url: string }[] }
  return result.map(({ url }) => url)
}

/** Those of `layer-sql-0a1b2c3d.js` as `sql`. */
function layersIn(files: readonly string[]): readonly string[] {
  return files
    .filter((file) => file.startsWith('layer-'))
    .map((file) => file.slice(6).replace(/-[0-9a-f]{8}\.js$/, ''))
}

const policy = (condition: string) => `name: p
version: '1.0'
rules:
  - id: a
    match_on: {resources: [run], conditions: [${condition}]}
    effect: {type: allow}
`

function evaluate(text: string, parameters: unknown = {}, file = 'policy.yaml') {
  const path = join(tempFolder(), file)
  writeFileSync(path, text)
  const call = ['--resource', 'run', '--parameters', JSON.stringify(parameters)]
  return loadedBy([MAIN, 'evaluate', '--policy', path, ...call])
}

describe('what a start of the command loads', () => {
  test('is its version and little more for `--version`', () => {
    const { said, files } = loadedBy([MAIN, '--version'])
    expect(said).toMatch(/^kvlar \d/)
    expect(layersIn(files)).toEqual(['main', 'run'])
    expect(files.length).toBeLessThanOrEqual(8)
  })

  test('is one file of the engine and no topic for a policy that names none', () => {
    const { said, files } = evaluate(policy('{field: path, operator: path_within, value: /srv}'), {
      path: '/srv/a',
    })
    expect(said).toContain('ALLOW')
    expect(layersIn(files)).toEqual(['evaluate', 'main', 'run'])
    expect(files.length).toBeLessThanOrEqual(8)
  })

  test.each([
    ['regex', '{field: a, operator: matches, value: "^x"}', { a: 'x' }],
    [
      'sql',
      '{field: a, operator: sql, value: {dialect: postgres, statements: [select], tables: [t]}}',
      { a: 'select b from t' },
    ],
    [
      'shell',
      '{field: a, operator: shell, value: {syntax: posix, programs: {ls: {flags: [-l]}}}}',
      { a: 'ls' },
    ],
    ['secret', '{not: {anywhere: {operator: contains_secret}}}', { a: 'x' }],
    ['fields', '{field: a, operator: email_in, value: [example.com]}', { a: 'a@example.com' }],
  ])('is %s where a policy comes to it, and no other topic', (topic, condition, parameters) => {
    const { said, files } = evaluate(policy(condition), parameters)
    expect(said).toContain('ALLOW')
    expect(layersIn(files).filter((layer) => TOPICS.includes(layer))).toEqual([topic])
  })

  test('is what reads TOML where a policy is written in it', () => {
    const text = '[[policy]]\nname = "run"\neffect = "permit"\nconditions = [{ action = "run" }]\n'
    const { said, files } = evaluate(text, {}, 'policy.toml')
    expect(said).toContain('ALLOW')
    expect(layersIn(files).filter((layer) => TOPICS.includes(layer))).toEqual(['toml'])
  })

  test('is everything of the engine for a proxy, before its first call', () => {
    const path = join(tempFolder(), 'policy.yaml')
    writeFileSync(path, policy('{field: path, operator: path_within, value: /srv}'))
    const { files } = loadedBy([MAIN, 'proxy', '--policy', path, '--', process.execPath, '-e', '0'])
    expect(layersIn(files).filter((layer) => TOPICS.includes(layer))).toEqual(TOPICS)
  })

  test('is everything of the engine for a program that imports it', () => {
    const { files } = loadedBy([
      '--input-type=module',
      '--eval',
      `import ${JSON.stringify(join(FOLDER, 'index.js'))}`,
    ])
    expect(layersIn(files).filter((layer) => TOPICS.includes(layer))).toEqual(TOPICS)
  })
})

describe('the files of the command', () => {
  const texts = new Map(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.js'))
      .map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]),
  )

  test('are of one build, which their names tell, but for those that others name', () => {
    const builds = [...texts.keys()].map((file) => BUILD.exec(file)?.[0] ?? file)
    expect([...new Set(builds)].filter((build) => build.endsWith('.js'))).toEqual([
      'index.js',
      'main.js',
      'ml-dsa-worker.js',
      'policy-worker.js',
    ])
    expect(new Set(builds).size).toBe(5)
  })

  test('name no other that is not there', () => {
    // Pages that the command serves have scripts of their own, of other names.
    const named = [...[...texts.values()].join('\n').matchAll(/(["'])\.\/([\w-]+-\w{8}\.js)\1/g)]
    expect(named.length).toBeGreaterThan(300)
    expect(named.map(([, , file = '']) => file).filter((file) => !texts.has(file))).toEqual([])
  })
})
