import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  packageVersion,
  readOwnerFile,
  replaceFile,
  stateFolder,
  writeOnce,
  type Machine,
} from '@kvlar/core/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kvlar-files-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a file that is whole or not there', () => {
  test('is made once, by whoever is first, for its owner alone', async () => {
    const path = join(folder, 'secret')
    const made = await Promise.all(Array.from({ length: 20 }, (_, at) => writeOnce(path, `${at}`)))
    expect(made.filter(Boolean)).toHaveLength(1)
    expect(readFileSync(path, 'utf8')).toBe(`${made.indexOf(true)}`)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['secret'])
  })

  test('is never replaced by making it again', async () => {
    const path = join(folder, 'secret')
    expect(await writeOnce(path, 'one')).toBe(true)
    expect(await writeOnce(path, 'two')).toBe(false)
    expect(readFileSync(path, 'utf8')).toBe('one')
  })

  test.each(['keep', 'hint'] as const)('is replaced in one step (%s)', async (worth) => {
    const path = join(folder, 'state')
    writeFileSync(path, 'old', { mode: 0o644 })
    await replaceFile(path, 'new', worth)
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['state'])
  })

  test('stays as it was when it cannot be replaced, and leaves no draft', async () => {
    const path = join(folder, 'taken')
    mkdirSync(join(path, 'by a folder'), { recursive: true })
    await expect(replaceFile(path, 'new', 'keep')).rejects.toThrow()
    await expect(writeOnce(join(folder, 'missing', 'file'), 'new')).rejects.toMatchObject({ code: 'ENOENT' })
    expect(readdirSync(folder)).toEqual(['taken'])
  })
})

describe('a secret in a file', () => {
  test('is read when it is for its owner alone, also through a link', async () => {
    const path = join(folder, 'secret')
    writeFileSync(path, 'word\n', { mode: 0o600 })
    symlinkSync(path, join(folder, 'link'))
    expect(await readOwnerFile(path, 100)).toEqual({ ok: true, text: 'word\n' })
    expect(await readOwnerFile(join(folder, 'link'), 100)).toEqual({ ok: true, text: 'word\n' })
  })

  test.each([0o640, 0o604, 0o602, 0o610])('is refused with mode %o', async (mode) => {
    const path = join(folder, 'secret')
    writeFileSync(path, 'word')
    chmodSync(path, mode)
    expect(await readOwnerFile(path, 100)).toEqual({ ok: false, fault: 'not_private' })
  })

  test('is refused when it is no small regular file, and nobody waits for a pipe', async () => {
    const path = join(folder, 'secret')
    writeFileSync(path, 'word', { mode: 0o600 })
    expect(await readOwnerFile(path, 3)).toEqual({ ok: false, fault: 'too_long' })
    expect(await readOwnerFile(folder, 100)).toMatchObject({ ok: false, fault: 'irregular' })
    expect(await readOwnerFile(join(folder, 'none'), 100)).toMatchObject({ ok: false, fault: 'unreadable' })
    const pipe = join(folder, 'pipe')
    expect(spawnSync('mkfifo', ['-m', '600', pipe]).status).toBe(0)
    expect(await readOwnerFile(pipe, 100)).toEqual({ ok: false, fault: 'irregular' })
  })
})

describe('the state folder', () => {
  const machine = (given: Partial<Machine>): Machine => ({
    platform: 'linux',
    home: '/home/ana',
    env: {},
    ...given,
  })

  test.each<[string, Partial<Machine>, string]>([
    ['Linux', {}, '/home/ana/.local/state/kvlar'],
    ['Linux, told otherwise', { env: { XDG_STATE_HOME: '/srv/state' } }, '/srv/state/kvlar'],
    ['Linux, told nonsense', { env: { XDG_STATE_HOME: 'state' } }, '/home/ana/.local/state/kvlar'],
    ['macOS', { platform: 'darwin', home: '/Users/ana' }, '/Users/ana/Library/Application Support/kvlar'],
    [
      'Windows',
      { platform: 'win32', home: 'C:\\Users\\ana' },
      'C:\\Users\\ana\\AppData\\Local\\kvlar\\state',
    ],
    [
      'Windows, told otherwise',
      { platform: 'win32', home: 'C:\\Users\\ana', env: { LOCALAPPDATA: 'D:\\local' } },
      'D:\\local\\kvlar\\state',
    ],
    [
      'Windows, told a folder of whichever drive',
      { platform: 'win32', home: 'C:\\Users\\ana', env: { LOCALAPPDATA: '\\local' } },
      'C:\\Users\\ana\\AppData\\Local\\kvlar\\state',
    ],
  ])('on %s', (_, given, folderOf) => {
    expect(stateFolder(machine(given))).toBe(folderOf)
  })
})

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    version: string
  }
  expect(packageVersion()).toBe(version)
})
