import { agentPrincipal, type Action } from '@kvlar/core'
import { createFloor } from '@kvlar/gate'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const principal = agentPrincipal('a')
const options = {
  cwd: '/home/me/work',
  home: '/home/me',
  protectedPaths: ['/home/me/.kvlar', '/srv/.kvlar', '/opt/policies/a.yaml'],
  searchablePaths: ['/opt/policies/a.yaml'],
}
const floor = createFloor(options)

function denialOf(path: string) {
  const action: Action = {
    type: 'tool_call',
    resource: 'read_file',
    agentId: 'a',
    principal,
    parameters: { path },
  }
  return floor(action)?.kind
}

/** Longer than any path that a system opens, and nothing to a reader that resolves it. */
const NOTHING = ['./', 'x/../', '%2e/', 'x/%2e%2e/', 'x/y/../../', '/']
const CHARS = 40_000

function long(piece: string): string {
  return piece.repeat(Math.ceil(CHARS / piece.length))
}

describe('a path that is longer than any system opens is read as what it comes to', () => {
  test.each([
    ['/', 'home/me/.kvlar/keys/a'],
    ['/', 'home/me/../../srv/.kvlar/x'],
    ['', '../.kvlar'],
    ['', '../../../srv/.kvlar/x'],
    ['', '../../../opt/policies/a.yaml'],
    ['~/', '.kvlar/x'],
    ['~/', '../me/.kvlar'],
    ['file:///', 'home/me/.kvlar/x'],
    ['file://h/', 'home/me/.kvlar/x'],
    ['/', 'proc/self/root/../../x'],
  ])('%s…%s', (start, end) => {
    expect(denialOf(`${start}${end}`)).toBeDefined()
    for (const piece of NOTHING)
      // What climbs from a relative start needs names that are there; an empty name counts in a URL.
      if (piece !== '/' || start === '/')
        expect(denialOf(`${start}${long(piece)}${end}`), piece).toBeDefined()
  })

  test('and what does not come to a protected one is let pass', () => {
    for (const piece of NOTHING) {
      expect(denialOf(`/${long(piece)}home/me/work/a.txt`), piece).toBeUndefined()
      expect(denialOf(`src/${long(piece)}a.txt`), piece).toBeUndefined()
    }
    expect(denialOf(`/home/me/work/${'.kvlar/'.repeat(10_000)}`)).toBeUndefined()
  })

  test('also where it climbs very often, or goes on very long below', () => {
    expect(denialOf(`${'../'.repeat(20_000)}home/me/.kvlar`)).toBe('inside')
    expect(denialOf(`~/${'../'.repeat(20_000)}opt/policies/a.yaml`)).toBe('inside')
    expect(denialOf(`/home/me/.kvlar/${'a/'.repeat(20_000)}`)).toBe('inside')
    expect(denialOf(`/srv/${'a/'.repeat(20_000)}${'../'.repeat(20_000)}.kvlar`)).toBe('inside')
  })

  test('with any names between that are left again', () => {
    const name = fc.constantFrom('a', 'b c', '~', 'C:', '%61', '...', '.x', 'é')
    const step = fc
      .array(name, { minLength: 1, maxLength: 3 })
      .map((names) => `${names.join('/')}/${'../'.repeat(names.length)}`)
    fc.assert(
      fc.property(step, fc.constantFrom('.kvlar', 'work', 'x/.kvlar'), (piece, end) => {
        const path = (middle: string) => `/home/me/a/../${middle}${end}`
        expect(denialOf(path(long(piece)))).toBe(denialOf(path(piece)))
      }),
      { numRuns: 40 },
    )
  })
})
