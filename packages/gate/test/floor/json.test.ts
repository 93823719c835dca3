import type { JsonObject } from '@kvlar/core/json'
import { afterAll, expect, test } from 'vitest'
import { call, RealPlaces } from '../real-places.ts'

const real = new RealPlaces()
afterAll(() => real.remove())

const escaped = (text: string): string =>
  text.replace(/[^]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** One path in a text that some server reads as JSON, or as what it takes for JSON. */
const WRITTEN: readonly (readonly [string, (path: string) => string])[] = [
  ['a list', (path) => JSON.stringify([path])],
  ['an object', (path) => JSON.stringify({ path })],
  ['a text', (path) => JSON.stringify(path)],
  ['with blanks around', (path) => `\n ${JSON.stringify([path], null, 2)} `],
  ['among others', (path) => JSON.stringify(['a.txt', 'b', path, 7, null])],
  ['deep', (path) => JSON.stringify({ a: [{ b: { files: ['x', path] } }] })],
  ['as a key', (path) => JSON.stringify({ [path]: 'text' })],
  ['with every sign escaped', (path) => `["${escaped(path)}"]`],
  ['with slashes escaped', (path) => `["${path.replaceAll('/', '\\/')}"]`],
  ['in JSON once more', (path) => JSON.stringify([JSON.stringify({ path })])],
  ['in JSON three times', (path) => JSON.stringify([JSON.stringify([JSON.stringify([path])])])],
  ['as Python writes it', (path) => `['a', '${path}']`],
  ['with a comma too many', (path) => `["${path}",]`],
  ['with a key twice', (path) => `{"path": "${path}", "path": "a"}`],
  ['behind a byte order mark', (path) => `\ufeff["${path}"]`],
  ['with a comment behind', (path) => `["${path}"] // c`],
  ['with a comment of its own line', (path) => `{"path": "${path}"}\n/* c */\n`],
  ['with a comment of YAML', (path) => `["${path}"] # c]`],
  ['with comments before', (path) => `// c\n/* d */ {"path": "${path}"}`],
  ['as JSON5 writes it', (path) => `{path: '${path}', /* c */}`],
  ['with a semicolon behind', (path) => `["${path}"]; // c`],
  ...[
    '{path: %}',
    '{a: 1, path: %, b: c}',
    '[%]',
    '[a.txt, %]',
    '{files: [a, %]}',
    '{ path: % } # c',
    '{path:%}',
    '{path: &a %}',
    '{path: !!str %}',
    '# c\n{path: %}',
    '---\n["%"]',
    '!!seq ["%"]',
    '&a ["%"]',
    '- ["%"]',
    '{"path": "%"} trailing',
  ].map((flow) => [`without quotes: ${flow}`, (path: string) => flow.replace('%', () => path)] as const),
  ['in two texts side by side', (path) => `['${path.slice(0, -3)}' '${path.slice(-3)}']`],
  ['in two texts with a plus', (path) => `["${path.slice(0, -3)}" + "${path.slice(-3)}"]`],
  ['in octal', (path) => `["${path.replaceAll('.', '\\056')}"]`],
  ['over two lines', (path) => `["${path.slice(0, -3)}\\\n${path.slice(-3)}"]`],
  [
    'in two parts',
    (path) =>
      JSON.stringify({ cwd: path.replace(/\.kvlar.*$/, '.'), path: path.replace(/^.*\.kvlar/, '.kvlar') }),
  ],
  [
    'behind a thousand others',
    (path) => JSON.stringify([...Array.from({ length: 1000 }, (_, at) => `n${at}`), path]),
  ],
]

const PLACES: readonly ((text: string) => JsonObject)[] = [
  (paths) => ({ paths }),
  (input) => ({ input }),
  (request) => ({ request }),
  (q) => ({ a: { b: [q] } }),
  (args) => ({ args: ['-x', args] }),
  (content) => ({ content }),
]

const { home, root } = real
const FILES = [
  `${home}/.kvlar/keys/k`,
  '../home/.kvlar/keys/k',
  `${root}/x/../home/.kvlar`,
  `file://${home}/.kvlar/keys/k`,
  'a b/../../home/.kvlar/keys/k',
  '$HOME/.kvlar/keys/k',
  '~/.kvlar/keys/k',
]

test.each(WRITTEN)('a path in a text of JSON is denied: %s', (_, write) => {
  for (const file of FILES)
    for (const place of PLACES)
      for (const tool of ['read_multiple_files', 'write_file', 'x']) {
        const parameters = place(write(file))
        expect(real.floor(call(tool, parameters)), JSON.stringify(parameters)).toMatchObject({
          kind: 'inside',
        })
      }
})

test('links are followed for it, but not for what a document says', () => {
  const text = JSON.stringify({ path: 'up/.local/state/../state/kvlar', more: ['[id]/k'] })
  const linked = JSON.stringify({ paths: ['[id]/k'] })
  for (const name of ['paths', 'input', 'request', 'q']) {
    expect(real.floor(call('read', { [name]: text })), name).toMatchObject({ kind: 'inside' })
    expect(real.floor(call('read', { [name]: linked })), name).toMatchObject({ kind: 'inside' })
  }
  expect(real.floor(call('write_file', { path: 'a.json', content: linked }))).toBeUndefined()
})

test('a folder above in JSON is one', () => {
  for (const parameters of [
    { paths: JSON.stringify([home]) },
    { input: JSON.stringify({ dir: '../home' }) },
    { request: JSON.stringify({ cwd: root, path: 'home' }) },
  ])
    expect(real.floor(call('search_files', parameters)), JSON.stringify(parameters)).toMatchObject({
      kind: 'above',
    })
})
