import { windowsCommand } from '@kvlar/proxy/stdio'
import { describe, expect, test } from 'vitest'

const FILES = new Set(['C:\\node\\npx.cmd', 'C:\\node\\node.exe', 'D:\\my tools\\serve.bat'])
const lookup = {
  env: {
    Path: 'C:\\missing;C:\\node\\',
    PATHEXT: '.COM;.EXE;.BAT;.CMD',
    SystemRoot: 'D:\\Win',
    ComSpec: 'cmd.exe',
  },
  exists: (path: string) => FILES.has(path),
}

describe('starting a server on Windows', () => {
  test('a program is started as it is, without a shell', () => {
    expect(windowsCommand('node', ['a b', '%PATH%'], lookup)).toEqual({
      file: 'C:\\node\\node.exe',
      args: ['a b', '%PATH%'],
      verbatim: false,
    })
  })

  test('a script found on PATH runs under cmd.exe, its arguments quoted for both of its parsers', () => {
    expect(windowsCommand('npx', ['-y', 'a b', '100%', 'x"y', 'c:\\d\\', '& calc'], lookup)).toEqual({
      file: 'D:\\Win\\System32\\cmd.exe',
      args: [
        '/d',
        '/s',
        '/c',
        '"C:\\node\\npx.cmd ^^^"-y^^^" ^^^"a^^^ b^^^" ^^^"100^^^%^^^" ^^^"x\\^^^"y^^^" ^^^"c:\\d\\\\^^^" ^^^"^^^&^^^ calc^^^""',
      ],
      verbatim: true,
    })
  })

  test('a script with a blank in its path is found and quoted', () => {
    expect(windowsCommand('D:\\my tools\\serve.bat', [], lookup).args[3]).toBe('"D:\\my^ tools\\serve.bat"')
  })

  test('what is not found is left to the system to report', () => {
    expect(windowsCommand('nothing', ['a'], lookup)).toEqual({
      file: 'nothing',
      args: ['a'],
      verbatim: false,
    })
  })

  test('an argument with a line break cannot be given to a script, and is refused', () => {
    const command = (): unknown => windowsCommand('npx', ['a\r\ncalc'], lookup)
    expect(command).toThrow(/contains a line break/)
    expect(command).toThrow(expect.objectContaining({ code: 'PROXY_UPSTREAM_SPAWN_FAILED' }))
  })
})
