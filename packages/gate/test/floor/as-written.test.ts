import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { call, PLACES, RealPlaces } from '../real-places.ts'

const real = new RealPlaces()
afterAll(() => real.remove())

/** Names that some reader takes for more than a name; `..` behind them leads out of them again. */
const ODD = [
  ['\\', '\\..\\..\\x', 'a\\..\\..\\b', '\\\\?\\', '\\\\.\\C$', '..\\', '.\\..', 'C:\\', 'x\\'],
  ['"', "'", '`', '"a"', "x'", '""', '<a>', '(a b)', '[a]', '["a"]', '{a,b}', '{"a":1}', '{{x}}'],
  ['~', '~x', '~root', '$HOME', '${HOME}', '%HOME%', '$env:HOME', '$x', '%x%', '$(x)', '$', '%'],
  ['a:', 'c:', 'ab:', 'file:', 'urn:', 'tel:', 'data:', 'https:', 'mailto:x', 'HEAD:', 'x:y'],
  ['*', '**', '?', '[a-z]*', '#', '?q#f', 'a=b', '--file=', '-x', '@x', 'a,b', 'a;b', 'a|b', '&', '!'],
  ['a b', ' ', 'a ', ' a', 'a\tb', 'a\nb', '\n', '- x', 'see this', '. ', '.. ', '...', '.a'],
  ['%2e', '%2e%2e', '%2f..%2f', '%5c..%5c', '%252e', '%252f..%252f', '%00', '%zz', '+', 'a%20b'],
  ['\u00ad', '\u200b', '\uff0e\uff0e', '\u2215', 'a\u0301', '\u0001', 'NUL', 'a~1', '.kvlar', 'proc'],
].flat()

/** The key by way of a name, from the working folder and from the root. */
const WAYS: readonly ((odd: string) => string)[] = [
  (odd) => `${odd}/../../home/.kvlar/keys/k`,
  (odd) => `./${odd}/../../home/.kvlar/keys/k`,
  (odd) => `${odd}/./x/../..//../home/.kvlar/keys/k`,
  (odd) => `../home/.kvlar/${odd}/../keys/k`,
  (odd) => `../home/.kvlar/keys/k/${odd}/..`,
  (odd) => `${odd}/${odd}/../../../home/.kvlar`,
  (odd) => `${real.home}/.kvlar/${odd}/../keys/k`,
  (odd) => `${real.root}/${odd}/../home/.kvlar/keys/k`,
  (odd) => `/${odd}/..${real.home}/.local/state/kvlar/new`,
  (odd) => `${real.home}/.local/state/kvlar/audit/${odd}`,
  (odd) => `${odd}/../up/.kvlar/keys/k`,
  (odd) => `${odd}/../[id]/k`,
]

test('the text as it is, resolved by the rules of the platform, is always held against the files of Kvlar', () => {
  const paths = ODD.flatMap((odd) => WAYS.map((way) => way(odd)))
  const inside = paths.filter((path) => real.leadsInside(path))
  expect(inside.length).toBeGreaterThan(900)
  for (const path of inside)
    for (const [tool, place] of PLACES) {
      const parameters = place(path)
      expect(real.floor(call(tool, parameters)), `${tool} ${JSON.stringify(parameters)}`).toBeDefined()
    }
})

test('so is one that is longer than any system opens before it is resolved', () => {
  for (const odd of ODD)
    for (const end of ['../home/.kvlar/keys/k', `../home/.kvlar/keys/${odd}/../k`, 'up/.kvlar/keys/k']) {
      const path = `${odd}/../`.repeat(Math.ceil(33_000 / (odd.length + 4))) + end
      if (real.leadsInside(path))
        expect(real.floor(call('read_file', { path })), JSON.stringify(path.slice(-60))).toBeDefined()
    }
})

test.each(['l8*', 'l?9'])('a link may be called as a pattern is: `%s`', (link) => {
  const ends = ['.kvlar/keys/k', './.kvlar/keys/../keys/k', '.local/state/kvlar/audit', 'x/../.kvlar/keys']
  for (const path of ends.flatMap((end) => [
    `${link}/${end}`,
    `./x/../${link}/${end}`,
    `${real.cwd}/${link}/${end}`,
  ])) {
    expect(real.leadsInside(path), path).toBe(true)
    for (const [tool, place] of [
      ['read', { path }],
      ['read', { files: [path] }],
      ['x', { name: path }],
      ['x', { o: { q: path } }],
    ] as const)
      expect(real.floor(call(tool, place)), `${tool} ${path}`).toMatchObject({ kind: 'inside' })
  }
  for (const pattern of ['*', '**/*.ts', 'src/?.ts', 'l8', 'l*', 'l?9x'])
    expect(real.floor(call('search', { path: '.', pattern })), pattern).toBeUndefined()
})

test('a link leads to a name with backslashes as to any other', () => {
  expect(real.leadsInside('odd')).toBe(true)
  expect(real.floor(call('read', { path: 'odd' }))).toMatchObject({ kind: 'inside' })
})

test('so is what a server makes of it that decodes it once', () => {
  const ends = ['home/%2ekvlar/keys/k', '%68ome/.kvlar/keys/%6b', 'work/u%70/.kvl%61r/k']
  const paths = ['%252e', '%252e%252e', '%25252f', '%2525', 'a%252fb', '%2541', '%25zz'].flatMap((odd) =>
    ends.map((end) => `${real.root}/${odd}/../${end}`),
  )
  const inside = paths.filter((path) => real.leadsInside(decodeURIComponent(path)))
  expect(inside).toHaveLength(paths.length)
  for (const path of inside)
    for (const [tool, place] of PLACES)
      expect(real.floor(call(tool, place(path))), `${tool} ${path}`).toBeDefined()
})

test('two arguments are joined as they are written too', () => {
  for (const odd of ODD) {
    const parameters = { dir: `${odd}/../../home`, name: '.kvlar/keys/k' }
    if (real.leadsInside(`${parameters.dir}/${parameters.name}`))
      expect(real.floor(call('read', parameters)), JSON.stringify(parameters)).toBeDefined()
  }
})

describe('addresses lead where their readers say', () => {
  const { root, home } = real
  const tails = [
    '/home/.kvlar/keys/k',
    '//../home/.kvlar/keys/k',
    '/a//../../home/.kvlar/keys/k',
    '/x///../..//../home/.kvlar/k',
    '/\\..\\home\\.kvlar\\keys\\k',
    '//%2e%2e/home/%2ekvlar/keys/k',
    '/a/%2E./home/.kvlar/keys/k?x#y',
    '/ho\tme/.kv\nlar/keys/k',
    '/**/..//../home/.kvlar/k',
  ]
  const urls = tails.flatMap((tail) =>
    ['file://', 'file:', 'FILE://localhost', ' file://'].map((start) => start + root + tail),
  )

  test('those of files as the URL standard reads them', () => {
    const inside = urls.filter((url) => real.leadsInside(fileURLToPath(new URL(url))))
    expect(inside.length).toBeGreaterThan(25)
    for (const uri of inside)
      for (const [tool, place] of PLACES)
        expect(real.floor(call(tool, place(uri))), `${tool} ${JSON.stringify(uri)}`).toBeDefined()
  })

  test.each(['sqlite', 'sqlite+aiosqlite', 'duckdb', 'jdbc:sqlite'])(
    '`%s:` with three slashes from the working folder and with four from the root',
    (scheme) => {
      for (const path of ['../home/.kvlar/x.db', 'a/../../home/.kvlar/keys/k', './up/.kvlar/k'])
        for (const uri of [`${scheme}:///${path}`, `${scheme}:///${path}?mode=ro`, `${scheme}:${path}`]) {
          expect(real.leadsInside(path)).toBe(true)
          expect(real.floor(call('query', { uri })), uri).toBeDefined()
        }
      for (const uri of [`${scheme}:///${home}/.kvlar/x.db`, `${scheme}://${home}/.kvlar/x.db#a`])
        expect(real.floor(call('query', { database: uri })), uri).toBeDefined()
    },
  )
})
