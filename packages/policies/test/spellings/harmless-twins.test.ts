import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { SECRETS } from './secret-paths.ts'

const policy = (name: string) => judge(builtinPolicy(name) ?? '')

/** Folders in which names of secrets and of devices are often harmless. */
const PLACES = ['src', 'src/i18n', 'docs', 'docs/a', 'certs', 'test/fixtures', 'tests/a/fixtures', 'testdata']

/** The same path by other spellings. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `./${path}`,
  (path) => `/home/me/work/${path}`,
  (path) => `/home/me/work/x/../${path}`,
  (path) => path.replace(/\/(?=[^/]*$)/, '//'),
  (path) => path.replace(/\/(?=[^/]*$)/, '/./'),
]

/** About keys below a folder of tests a person is asked. */
const isNoTest = (place: string) => !/^tests?\//.test(place)

const spelled = (paths: readonly string[]) => paths.flatMap((path) => SPELLINGS.map((spell) => spell(path)))

describe('In the filesystem policy', () => {
  const filesystem = policy('filesystem')
  const read = (path: string) => filesystem('read_text_file', { path }).outcome

  it('a name that is often harmless passes or asks where it is', () => {
    const paths = [
      ...['std.ts', 'tty.go', 'zero', 'random', 'shm/a.c'].map((name) => `src/dev/${name}`),
      ...['1/index.ts', 'self/mod.rs', '42/a', 'thread-self/a'].map((name) => `src/proc/${name}`),
      ...['token', 'password', 'secrets'].flatMap((name) => [
        `src/i18n/de/${name}.json`,
        `locales/${name}.yml`,
      ]),
      ...['ca', 'cacert', 'ca-bundle'].flatMap((name) => [`certs/${name}.pem`, `docker/${name}.pem`]),
      ...['a.key', 'server.pem'].flatMap((name) => [
        `test/fixtures/${name}`,
        `tests/${name}`,
        `x/testdata/${name}`,
      ]),
      ...['token.txt', 'a/passwords.txt'].map((name) => `docs/${name}`),
    ]
    expect(spelled(paths).length).toBeGreaterThan(150)
    expect(spelled(paths).filter((path) => read(path) === 'deny')).toEqual([])
  })

  it('a secret stays closed in every one of these folders, and a device at the root', () => {
    const closed = [
      ...PLACES.flatMap((place) =>
        SECRETS.filter((name) => name !== 'server.pem').map((name) => `${place}/${name}`),
      ),
      ...PLACES.filter(isNoTest).map((place) => `${place}/../server.pem`),
      ...PLACES.flatMap((place) =>
        ['host/dev/sda', 'host/proc/1/environ', 'x.p12', 'a.kdbx'].map((name) => `${place}/${name}`),
      ),
    ]
    expect(spelled(closed).length).toBeGreaterThan(800)
    expect(spelled(closed).filter((path) => read(path) !== 'deny')).toEqual([])
    const devices = ['dev/tty', 'dev/zero', 'dev/shm/a', 'proc/1/x', 'proc/self/x'].flatMap((path) => [
      path,
      `./${path}`,
      `/${path}`,
      `a/../${path}`,
      `/tmp/../${path}`,
    ])
    expect(devices.filter((path) => read(path) !== 'deny')).toEqual([])
  })

  it('a dry run passes where reading does, and a secret is not shown by one', () => {
    const edit = (path: string) =>
      filesystem('edit_file', { path, edits: [{ oldText: 'a', newText: 'b' }], dryRun: true })
    expect(spelled(['src/a.ts', 'README.md']).map((path) => edit(path).outcome)).not.toContain('deny')
    const secrets = spelled(
      PLACES.filter(isNoTest).flatMap((place) => SECRETS.slice(0, 12).map((name) => `${place}/../${name}`)),
    )
    expect(secrets.filter((path) => edit(path).outcome !== 'deny')).toEqual([])
  })
})

describe.each(['default', 'strict'] as const)('In the policy %s', (name) => {
  const decide = policy(name)

  it('a harmless name beside a secret in one text does not hide it', () => {
    const harmless = ['certs/ca.pem', 'src/i18n/password.json', 'test/fixtures/a.key', 'x/testdata/b.pem']
    const texts = harmless.flatMap((path) =>
      SECRETS.flatMap((secret) =>
        [',', ';', ':', '|', ', ', ' ', '\n', '='].flatMap((between) => [
          secret + between + path,
          path + between + secret,
        ]),
      ),
    )
    expect(texts.length).toBeGreaterThan(800)
    expect(texts.filter((path) => decide('read_file', { path }).outcome !== 'deny')).toEqual([])
  })
  const names = [
    '.env',
    '.env.local',
    'id_rsa',
    '.npmrc',
    'credentials.json',
    '127.0.0.1',
    '10.0.0.1',
    'localhost',
  ]

  it('a search for a name asks, and one that holds a path, an address or a secret as well is denied', () => {
    const more = [
      ...['path', 'file', 'paths', 'directory', 'uri', 'url', 'source', 'target_file'].map((key) => ({
        [key]: 'x',
      })),
      { in: '/etc/shadow' },
      { in: '~/.ssh/id_rsa' },
      { site: 'http://169.254.169.254/' },
      { auth: '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' },
    ]
    for (const query of names) {
      expect(decide('search', { query }).outcome, query).toBe('require_approval')
      expect(decide('search_code', { q: query, limit: 5 }).outcome, query).toBe('require_approval')
      for (const rest of more)
        expect(decide('search', { query, ...rest }).outcome, JSON.stringify({ query, ...rest })).toBe('deny')
      for (const tool of ['read_file', 'get_file', 'search_and_replace_delete', 'fetch_search', 'run_search'])
        expect(decide(tool, { query }).outcome, tool).toBe('deny')
    }
  })

  it('an id that could be a card asks, and a card is denied', () => {
    for (const card of ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117']) {
      for (const key of ['id', 'order_id', 'issue_number', 'user_id'])
        expect(decide('get_order', { [key]: card }).outcome, key).toBe('require_approval')
      for (const key of ['card', 'number', 'q', 'pan', 'note', 'cardId'])
        expect(decide('get_order', { [key]: card }).outcome, key).toBe('deny')
      const grouped = card
        .replace(/(?<=^.{4})/, ' ')
        .replace(/(?<=^.{9})/, ' ')
        .replace(/(?<=^.{14})/, ' ')
      if (card.length === 16) expect(decide('get_order', { id: grouped }).outcome, grouped).toBe('deny')
      expect(decide('get_order', { id: '7', note: card }).outcome).toBe('deny')
      expect(decide('send_payment', { id: card }).outcome).toBe('deny')
    }
  })
})
