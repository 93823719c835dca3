import { createFloor } from '@kvlar/gate'
import { afterAll, describe, expect, test } from 'vitest'
import { call, hasPython, PLACES, RealPlaces } from '../real-places.ts'

const real = new RealPlaces()
afterAll(() => real.remove())

const styles = (name: string): readonly string[] => [`$${name}`, `\${${name}}`]

const TEXTS = [
  ...styles('HOME').flatMap((v) => [`${v}/.kvlar/keys/k`, `${v}/../home/.kvlar/k`, `/x/..${v}/.kvlar`]),
  ...[...styles('USER'), ...styles('LOGNAME')].flatMap((v) => [
    `${real.root}/${v}/.kvlar/k`,
    `../${v}/.kvlar/keys/k`,
    `a b/../../${v}/.kvlar`,
    `./x/../../${v}/.local/state/kvlar/new`,
  ]),
  ...styles('XDG_STATE_HOME').flatMap((v) => [`${v}/kvlar/x`, `${v}//kvlar`, `${v}/x/../kvlar/audit`]),
  ...styles('PWD').flatMap((v) => [`${v}/../home/.kvlar/x`, `${v}/up/.kvlar/x`, `${v}/[id]/k`]),
  ...styles('ROOT').flatMap((v) => [
    `${v}/home/.kvlar/x`,
    `/${v}/work/up/.kvlar`,
    `${v}\\x/../home/.kvlar/k`,
  ]),
  ...styles('KEYS').flatMap((v) => [`${v}/k`, v, `${v}/../../.kvlar`]),
  ...['${PART}lar/keys/k', '${PART}lar'].map((end) => `../home/${end}`),
  ...styles('NONE').flatMap((v) => [
    `${v}/../home/.kvlar/k`,
    `../home${v}/.kvlar/k`,
    `../home/.kv${v}/../.kvlar`,
  ]),
  ...styles('UNKNOWN').flatMap((v) => [
    `${v}/../../home/.kvlar/k`,
    `../home/.kvlar/${v}`,
    `../home/${v}/../.kvlar`,
  ]),
  '$HOME/$UNKNOWN/../.kvlar/k',
  '${ROOT}/${USER}/.kvlar/keys/${NONE}k',
]

describe('variables are what the environment of the server makes of them', () => {
  test.skipIf(!hasPython)('as Python expands them', () => {
    const inside = real.expanded(TEXTS).map((path) => real.leadsInside(path))
    expect(inside.filter(Boolean).length).toBeGreaterThan(50)
    for (const [at, text] of TEXTS.entries())
      for (const [tool, place] of PLACES)
        // A single word under a name of no path is a word.
        if (inside[at] === true && !(tool === 'get' && !/[/\\]/.test(text)))
          expect(real.floor(call(tool, place(text))), `${tool} ${text}`).toBeDefined()
  })

  test('as shells and Windows write them', () => {
    for (const path of [
      '%HOME%/.kvlar/k',
      '%home%\\.kvlar\\k',
      '%ROOT%/%USER%/.kvlar',
      '$env:HOME/.kvlar/k',
      '${env:HOME}/.kvlar/k',
      '${HOME:-/x}/.kvlar/k',
      '${HOME%/}/.kvlar/k',
      `\${UNKNOWN:-${real.home}}/.kvlar/k`,
      '${UNKNOWN:-$HOME}/.kvlar/k',
      '--file=$XDG_STATE_HOME/kvlar/x',
      'file://$HOME/.kvlar/k',
      'a:$KEYS/k',
    ])
      expect(real.floor(call('read', { path })), path).toMatchObject({ kind: 'inside' })
  })

  test('and by themselves where nobody says what the environment is', () => {
    const { home, cwd, protectedPaths } = real
    const floor = createFloor({ home, cwd, protectedPaths })
    for (const path of [
      '$HOME/.kvlar',
      '${XDG_STATE_HOME}/kvlar/x',
      '$PWD/../home/.kvlar',
      `${real.root}/$USER/.kvlar`,
    ])
      expect(floor(call('read', { path })), path).toMatchObject({ kind: 'inside' })
  })

  test('both where the environment says something else than usual', () => {
    const { home, cwd, protectedPaths } = real
    const env = { HOME: '/elsewhere', XDG_STATE_HOME: `${home}/.kvlar` }
    const own = createFloor({ home, cwd, env, protectedPaths })
    for (const path of ['$HOME/.kvlar/k', '$XDG_STATE_HOME/k', '${XDG_STATE_HOME}/kvlar/k'])
      expect(own(call('read', { path })), path).toMatchObject({ kind: 'inside' })
    const other = createFloor({ home, cwd, env, protectedPaths: ['/elsewhere/.kvlar'] })
    expect(other(call('read', { path: '$HOME/.kvlar/k' }))).toMatchObject({ kind: 'inside' })
    for (const floor of [own, other]) expect(floor(call('read', { path: '$HOME/notes' }))).toBeUndefined()
  })

  test('another user is told by the way from the root', () => {
    for (const user of ['~', '~x', '~root'])
      for (const path of [`${user}/..${real.home}/.kvlar/k`, `${user}/../../..${real.home}/.kvlar/keys`])
        if (user !== '~') expect(real.floor(call('read', { path })), path).toMatchObject({ kind: 'inside' })
  })
})

describe('of a variable that nobody knows the path may be anything', () => {
  test('where the end of a protected path stands behind it', () => {
    for (const path of [
      '$STATE/kvlar/keys/k',
      '${X}/state/kvlar/x',
      '$X/.kvlar/k',
      '%X%\\.kvlar\\k',
      'a/$X/.local/state/kvlar',
      '${dir}/x/../.kvlar',
    ])
      expect(real.floor(call('read', { path })), path).toMatchObject({ kind: 'inside' })
  })

  test('and nowhere else', () => {
    for (const parameters of [
      { path: '$X/kvlar/src/a.ts' },
      { path: '${workspaceFolder}/packages/kvlar' },
      { pattern: '^kvlar/keys$' },
      { replacement: '$1/.kvlar/x' },
      { text: 'Set $X, then look into $X/.kvlar/keys for it.' },
      { text: 'it costs $5 or 5% of $STATE/kvlar/keys' },
      { command: 'ls $X/.kvlar/keys' },
    ])
      expect(real.floor(call('read', parameters)), JSON.stringify(parameters)).toBeUndefined()
  })
})

test('values without an end are denied, and so much that it takes no time', () => {
  const { home, cwd, protectedPaths } = real
  const env = { A: '$A$A$A$A', B: 'x'.repeat(100_000) }
  const floor = createFloor({ home, cwd, protectedPaths, env })
  expect(floor(call('read', { path: '$B/'.repeat(1000) + '.kvlar' }))).toMatchObject({ kind: 'unreadable' })
  expect(floor(call('read', { path: `${'$A/'.repeat(1000)}../.kvlar` }))).toBeUndefined()
})
