import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemProgram } from '@kvlar/core/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'kvlar-programs-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Puts a program where the user keeps such programs for Kvlar. */
function put(name: string, mode = 0o755, bin = join(folder, '.kvlar', 'programs')): string {
  mkdirSync(bin, { recursive: true, mode: 0o755 })
  writeFileSync(join(bin, name), '#!/bin/sh\n', { mode })
  chmodSync(join(bin, name), mode)
  return bin
}

const onLinux = (env: Readonly<Record<string, string>> = {}, home = folder) =>
  systemProgram('osascript', { platform: 'linux', env, home })

describe.skipIf(process.platform === 'win32')('a program of the system', () => {
  test('is never one by PATH, however near it lies', () => {
    const bin = put('osascript', 0o755, join(folder, 'bin'))
    put('mkfifo', 0o755, bin)
    for (const name of ['PATH', 'KVLAR_SYSTEM_PROGRAMS', 'KVLAR_HOME', 'BROWSER'])
      expect(onLinux({ [name]: `${bin}:.:/usr/bin` }), name).toBeUndefined()
    const made = systemProgram('mkfifo', { platform: 'linux', env: { PATH: bin }, home: folder })
    expect(made?.file).toMatch(
      /^\/(?:usr\/(?:local\/)?bin|bin|run\/current-system\/(?:sw|profile)\/bin)\/mkfifo$/,
    )
  })

  test('is the one that the user keeps for Kvlar, where there is one, and then no other', () => {
    const bin = put('osascript')
    expect(onLinux()?.file).toBe(join(bin, 'osascript'))
    for (const home of ['.', '', '/nowhere']) expect(onLinux({}, home), home).toBeUndefined()
    const maker = (): string | undefined =>
      systemProgram('mkfifo', { platform: 'linux', env: {}, home: folder })?.file
    expect(existsSync(maker() ?? '')).toBe(true)
    put('mkfifo', 0o644)
    expect(maker()).toBeUndefined()
    rmSync(join(bin, 'mkfifo'))
    symlinkSync('/nowhere', join(bin, 'mkfifo'))
    expect(maker()).toBeUndefined()
  })

  test('may be changed by nobody but root and this user, wherever a link leads', () => {
    const bin = put('osascript')
    for (const mode of [0o775, 0o757, 0o777, 0o644]) {
      chmodSync(join(bin, 'osascript'), mode)
      expect(onLinux(), mode.toString(8)).toBeUndefined()
    }
    chmodSync(join(bin, 'osascript'), 0o755)
    expect(onLinux()).toBeDefined()
    for (const mode of [0o775, 0o757]) {
      chmodSync(bin, mode)
      expect(onLinux(), mode.toString(8)).toBeUndefined()
    }
    chmodSync(bin, 0o755)
    const open = put('osascript', 0o755, join(folder, 'open'))
    rmSync(join(bin, 'osascript'))
    symlinkSync(join(open, 'osascript'), join(bin, 'osascript'))
    expect(onLinux()).toBeDefined()
    chmodSync(open, 0o777)
    expect(onLinux()).toBeUndefined()
  })

  test('is no folder', () => {
    mkdirSync(join(folder, '.kvlar', 'programs', 'osascript'), { recursive: true, mode: 0o755 })
    expect(onLinux()).toBeUndefined()
  })

  test('gets no variable that names a program, and no secret', () => {
    const bin = put('osascript')
    const kept = { HOME: '/home/ana', DISPLAY: ':0', LC_ALL: 'de_DE.UTF-8', XDG_RUNTIME_DIR: '/run/user/1' }
    const left = {
      KVLAR_WEBHOOK_SECRETS: 'x',
      LD_PRELOAD: '/x.so',
      NODE_OPTIONS: '--import /x.mjs',
      BROWSER: './x',
      DYLD_INSERT_LIBRARIES: '/x',
      GITHUB_TOKEN: 'x',
      BASH_ENV: './x',
    }
    const program = onLinux({ ...kept, ...left, PATH: `${bin}:.` })
    const { PATH = '', ...rest } = program?.env ?? {}
    expect(rest).toEqual(kept)
    expect(PATH.split(':').every((place) => place.startsWith('/'))).toBe(true)
    expect(PATH.split(':')[0]).toBe(bin)
    expect(program?.cwd).toBe('/')
  })
})

describe('a program of Windows', () => {
  const onWindows = (env: Readonly<Record<string, string>>) =>
    systemProgram('rundll32', { platform: 'win32', env })

  test.each([
    ['D:\\WinNT', 'D:\\WinNT\\System32'],
    ['c:\\Windows\\', 'c:\\Windows\\System32'],
    ['', 'C:\\Windows\\System32'],
    ['.', 'C:\\Windows\\System32'],
    ['C:work', 'C:\\Windows\\System32'],
    ['\\\\host\\share', 'C:\\Windows\\System32'],
    ['C:\\Windows\\..\\work', 'C:\\Windows\\System32'],
    ['C:\\Windows\\.. \\work', 'C:\\Windows\\System32'],
  ])('with %%SystemRoot%% %j lies below %s, and starts there', (SystemRoot, place) => {
    const program = onWindows({ SystemRoot, PATH: 'C:\\work', PSModulePath: 'C:\\work', comspec: 'x.exe' })
    expect(program?.file).toBe(`${place}\\rundll32.exe`)
    expect(program?.cwd).toBe(place)
    expect(Object.keys(program?.env ?? {}).toSorted()).toEqual(['PATH', 'SystemRoot'])
    expect(program?.env['PATH']?.split(';')[0]).toBe(place)
  })

  test('is not one that only other systems have', () => {
    expect(systemProgram('notify-send', { platform: 'win32', env: {} })).toBeUndefined()
    expect(systemProgram('powershell', { platform: 'win32', env: {} })?.file).toBe(
      'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    )
  })
})
