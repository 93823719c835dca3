import { agentPrincipal, type Action } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import { createFloor } from '@kvlar/gate'
import { describe, expect, test } from 'vitest'

const HOME = '/home/ada'
const KVLAR = '/home/ada/.kvlar'
const CONFIG = '/home/ada/.config/Claude/claude_desktop_config.json'
const WINDOWS = 'C:\\Users\\Ada\\AppData\\Roaming\\Kvlar Data'

const floor = createFloor({ protectedPaths: [KVLAR, CONFIG, WINDOWS], home: HOME, cwd: '/home/ada/work' })

function action(parameters: { [key: string]: JsonValue }, resource = 'read_file'): Action {
  const type = resource.includes(':') ? 'resource_read' : 'tool_call'
  return { type, resource, parameters, agentId: 'a', principal: agentPrincipal('a') }
}

describe('a path into what Kvlar protects is denied', () => {
  test.each([
    ['as it is', '/home/ada/.kvlar/policy.yaml'],
    ['the folder itself', '/home/ada/.kvlar'],
    ['with a slash at the end', '/home/ada/.kvlar/'],
    ['a single protected file', CONFIG],
    ['by way of the parent', '/srv/../home/ada/x/../.kvlar/keys'],
    ['with doubled and single dots', '//home/./ada//.kvlar/./keys'],
    ['from the home folder', '~/.kvlar/policy.yaml'],
    ['from a named home folder', '~ada/.kvlar/policy.yaml'],
    ['from a variable', '$HOME/.kvlar/policy.yaml'],
    ['from a variable in braces', '${HOME}/.kvlar/policy.yaml'],
    ['relative to the working directory', '../.kvlar/policy.yaml'],
    ['as a file URL', 'file:///home/ada/.kvlar/policy.yaml'],
    ['as a file URL with a host', 'file://localhost/home/ada/.kvlar/policy.yaml'],
    ['as a file URL with one slash', 'file:/home/ada/.kvlar/policy.yaml'],
    ['as a URL of another scheme', 'vscode-remote://ssh/home/ada/.kvlar/policy.yaml?x#y'],
    ['percent-encoded', 'file:///home/ada/%2ekvlar/policy.yaml'],
    ['percent-encoded twice', '/home/ada/%252ekvlar%252fpolicy.yaml'],
    ['with an encoded separator', '/home/ada%2F.kvlar%2Fpolicy.yaml'],
    ['in another case', '/HOME/Ada/.KVLAR/policy.yaml'],
    ['in another Unicode form', '/home/ada/.K\u212Alar/../.kvlar/x'],
    ['with backslashes', '\\home\\ada\\.kvlar\\policy.yaml'],
    ['in quotes and blanks', ' "/home/ada/.kvlar/policy.yaml" '],
    ['cut off by NUL', '/home/ada/.kvlar/policy.yaml\0.txt'],
    ['through the root of a process', '/proc/self/root/home/ada/.kvlar/keys'],
    ['through the working directory of a process', '/proc/123/cwd/../.kvlar/keys'],
    ['by the other name of a macOS volume', '/System/Volumes/Data/home/ada/.kvlar/keys'],
    ['on Windows', 'C:\\Users\\Ada\\AppData\\Roaming\\Kvlar Data\\policy.yaml'],
    ['on Windows with slashes, in another case', 'c:/users/ADA/appdata/roaming/kvlar data/policy.yaml'],
    ['as a verbatim Windows path', '\\\\?\\C:\\Users\\Ada\\AppData\\Roaming\\Kvlar Data'],
    ['as a device path', '\\\\.\\C:\\Users\\Ada\\AppData\\Roaming\\Kvlar Data'],
    ['through an administrative share', '\\\\localhost\\C$\\Users\\Ada\\AppData\\Roaming\\Kvlar Data\\x'],
    ['as a file URL of Windows', 'file:///C:/Users/Ada/AppData/Roaming/Kvlar%20Data/x'],
    ['with a Windows short name', 'C:\\Users\\Ada\\AppData\\Roaming\\KVLARD~1\\policy.yaml'],
    ['with trailing dots and blanks', 'C:\\Users\\Ada\\AppData\\Roaming\\Kvlar Data. \\policy.yaml'],
    ['with an alternate stream', 'C:\\Users\\Ada\\AppData\\Roaming\\Kvlar Data::$INDEX_ALLOCATION\\x'],
    ['from the Windows Subsystem for Linux', '/mnt/c/Users/Ada/AppData/Roaming/Kvlar Data/x'],
    ['from a POSIX shell on Windows', '/c/Users/Ada/AppData/Roaming/Kvlar Data/x'],
  ])('%s', (_, path) => {
    expect(floor(action({ path }))).toBeDefined()
  })

  test('at any depth, in lists, and as the name of a member', () => {
    expect(floor(action({ edits: [{ a: 1 }, { files: ['/ok', '~/.kvlar/x'] }] }))).toMatchObject({
      path: KVLAR,
    })
    expect(floor(action({ files: { '/home/ada/.kvlar/x': 'content' } }))).toMatchObject({ path: KVLAR })
  })

  test('as the resource that is read', () => {
    expect(floor(action({}, 'file:///home/ada/.kvlar/policy.yaml'))).toMatchObject({ path: KVLAR })
  })

  test('under a name beyond ASCII, in any case and Unicode form', () => {
    const umlauts = createFloor({ protectedPaths: ['/srv/Schl\u00fcssel'], home: HOME, cwd: '/' })
    expect(umlauts(action({ path: '/srv/SCHLU\u0308SSEL/a' }))).toBeDefined()
    expect(umlauts(action({ path: '/srv/schlussel/a' }))).toBeUndefined()
  })

  test('relative, when the server runs inside', () => {
    const inside = createFloor({ protectedPaths: [KVLAR], home: HOME, cwd: `${KVLAR}/state` })
    expect(inside(action({ path: 'queue.db' }))).toMatchObject({ path: KVLAR })
    expect(inside(action({ path: '../../work/queue.db' }))).toBeUndefined()
  })
})

describe('what only looks like one is left alone', () => {
  test.each([
    ['a neighbour whose name begins the same', '/home/ada/.kvlar-notes/x'],
    ['the same name elsewhere', '/srv/.kvlar/policy.yaml'],
    ['the folder above', '/home/ada'],
    ['a way through it and out again', '/home/ada/.kvlar/../notes.txt'],
    ['a percent sign', '100 % .kvlar'],
    ['nothing', ''],
  ])('%s', (_, path) => {
    expect(floor(action({ path }))).toBeUndefined()
  })

  test('a text that speaks of it', () => {
    const text = 'Put the policy into ~/.kvlar/policy.yaml, then start.'
    for (const name of ['text', 'file_text', 'content', 'query', 'input', 'to', 'args', 'note'])
      expect(floor(action({ [name]: text })), name).toBeUndefined()
  })

  test('whatever it is, when nothing is protected', () => {
    const open = createFloor({ protectedPaths: [], home: HOME, cwd: '/' })
    expect(open(action({ path: '/home/ada/.kvlar/x' }))).toBeUndefined()
  })
})
