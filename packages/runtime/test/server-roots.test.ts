import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { clientRoots, serverRoots } from '@kvlar/runtime/places'
import { afterAll, describe, expect, test } from 'vitest'

const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-roots-')))
afterAll(() => rmSync(cwd, { recursive: true }))
mkdirSync(join(cwd, 'docs'))
const place = { cwd, homes: ['/home/ada'], env: { WORK: '/srv/work' } }

describe('the folders that a server is started with', () => {
  test.each([
    ['/srv/data', '/srv/data'],
    ['--root=/srv/data', '/srv/data'],
    ['./docs', join(cwd, 'docs')],
    ['..', join(cwd, '..')],
    ['docs', join(cwd, 'docs')],
    ['--allow=docs', join(cwd, 'docs')],
    ['~', '/home/ada'],
    ['~/', '/home/ada'],
    ['~/work', '/home/ada/work'],
    ['$WORK/a', '/srv/work/a'],
    ['${WORK}', '/srv/work'],
    ['%WORK%/a', '/srv/work/a'],
    ['exec server /srv/data', '/srv/data'],
    ['cd /; exec server "/srv/data"', '/'],
    ["cd '/srv/data'&&server", '/srv/data'],
    ['server --root=$WORK/../x', '/srv/x'],
    ['ROOT=/srv/data server $ROOT', '/srv/data'],
    ['server docs', join(cwd, 'docs')],
  ])('%s', (argument, folder) => {
    expect(serverRoots([argument], place)).toContain(folder)
  })

  test.each(['server', '--verbose', 'nothing-here', '$OTHER', 'https://example.com'])(
    'not %s',
    (argument) => {
      expect(serverRoots([argument], place)).toEqual([])
    },
  )
})

test('the folders that its environment names, and no list of folders of programs', () => {
  const env = {
    ROOT: '/',
    DOCS: join(cwd, 'docs'),
    PATH: `${cwd}:/usr/bin`,
    WORD: 'docs',
    GONE: join(cwd, 'gone'),
  }
  expect(serverRoots([], { ...place, env })).toEqual(['/', join(cwd, 'docs')])
})

test('the folders that a client calls its own, by their addresses', () => {
  const uris = [
    pathToFileURL('/srv/a b').href,
    'file:///srv/%2e/x',
    '~/work',
    'https://example.com/',
    'file://h/x',
  ]
  const roots = clientRoots(uris, place)
  expect(roots).toContain('/srv/a b')
  expect(roots).toContain('/home/ada/work')
  expect(roots.filter((root) => root.includes('example'))).toEqual([join(cwd, 'https:/example.com')])
})
