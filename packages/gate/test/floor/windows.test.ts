import { createFloor } from '@kvlar/gate'
import { describe, expect, test } from 'vitest'
import { call } from '../real-places.ts'

const HOME = 'C:\\Users\\me'
const floor = createFloor({
  cwd: `${HOME}\\work`,
  home: HOME,
  protectedPaths: [`${HOME}\\.kvlar`, `${HOME}\\AppData\\Local\\kvlar`, `${HOME}\\work\\kvlar.yaml`],
  searchablePaths: [`${HOME}\\work\\kvlar.yaml`],
})

/** Each is the root of the drive under another name. */
const VOLUMES = [
  'HarddiskVolume3',
  'Harddisk0Partition3',
  'BootPartition',
  'SystemPartition',
  'Volume{5b1a9c0e-0000-0000-0000-100000000000}',
  'GLOBALROOT\\Device\\HarddiskVolume3',
  'GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1',
  'GLOBALROOT\\Device\\Harddisk0\\Partition3',
  'GLOBALROOT\\Device\\BootDevice',
  'GLOBALROOT\\ArcName\\multi(0)disk(0)rdisk(0)partition(3)',
]
const DEVICES = [
  '\\\\?\\',
  '\\\\.\\',
  '\\??\\',
  '//?/',
  '//./',
  '\\\\?\\GLOBALROOT\\??\\',
  '\\\\?\\GLOBALROOT\\GLOBAL??\\',
]
const SHARES = [
  '\\\\localhost\\',
  '\\\\127.0.0.1\\',
  '\\\\me-pc\\',
  '//me-pc/',
  '\\\\?\\UNC\\me-pc\\',
  'file://me-pc/',
]
const FILES = ['.kvlar\\keys\\k', 'AppData\\Local\\kvlar\\k', 'work\\kvlar.yaml', 'x\\..\\.kvlar']

const inside = (path: string) =>
  expect(floor(call('read_file', { path })), path).toMatchObject({ kind: 'inside' })

describe('Windows has many names for one file', () => {
  test.each(DEVICES)('volumes by their devices, behind `%s`', (device) => {
    for (const volume of VOLUMES)
      for (const file of FILES) {
        inside(`${device}${volume}\\Users\\me\\${file}`)
        inside(`${device}${volume.toLowerCase()}/users/ME/${file.replaceAll('\\', '/')}`)
      }
  })

  test.each(SHARES)('shares of this machine, by whatever name: `%s`', (server) => {
    for (const file of FILES)
      for (const root of [
        'Users\\me\\',
        'ADMIN$\\..\\Users\\me\\',
        'C$\\Users\\me\\',
        'D$\\..\\C$\\Users\\me\\',
      ])
        inside(`${server}${root}${file}`)
  })

  test('a share of any name is any folder, so that the end of a path of Kvlar in it is enough', () => {
    for (const share of ['\\\\nas\\me\\', '\\\\nas\\home$\\', '//nas/x/'])
      for (const file of ['.kvlar\\keys\\k', 'Local\\kvlar\\k', 'AppData\\Local\\kvlar'])
        inside(`${share}${file}`)
    expect(floor(call('read_file', { path: '\\\\nas\\projects\\app\\kvlar.yaml' }))).toBeUndefined()
    expect(floor(call('read_file', { path: '\\\\nas\\projects\\kvlar\\README.md' }))).toBeUndefined()
  })

  test.each([
    ['Local Settings\\kvlar\\k'],
    ['Local Settings\\Application Data\\kvlar\\k'],
    ['AppData\\Local\\Application Data\\kvlar\\k'],
    ['AppData\\Local\\Application Data\\Application Data\\kvlar\\k'],
    ['My Documents\\..\\.kvlar\\k'],
  ])('junctions that Windows makes in each profile: `%s`', (file) => {
    for (const home of [
      HOME,
      'C:\\Documents and Settings\\me',
      '\\\\localhost\\c$\\Users\\me',
      '~',
      '%USERPROFILE%',
    ])
      inside(`${home}\\${file}`)
  })

  test('what only looks like one of these is let be', () => {
    for (const path of [
      'C:\\Users\\you\\Local Settings\\x',
      '\\\\?\\HarddiskVolume3\\data\\me\\a.txt',
      '\\\\nas\\Users\\you\\a.txt',
      'HarddiskVolume3\\readme.md',
    ])
      expect(floor(call('read_file', { path })), path).toBeUndefined()
  })

  test('none of it is another name where there are no drives', () => {
    const posix = createFloor({ cwd: '/srv/work', home: '/users/me', protectedPaths: ['/users/me/.kvlar'] })
    for (const path of ['//nas/x/.kvlar/keys', '/HarddiskVolume3/users/me/a', '/x/users/you/a'])
      expect(posix(call('read_file', { path })), path).toBeUndefined()
  })
})
