import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createFloor } from '@kvlar/gate'
import { agentPrincipal } from '@kvlar/core'
import { resolveLinks } from '../src/places/resolve-links.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-links-')))
afterAll(() => rmSync(root, { recursive: true }))
const at = (...names: readonly string[]): string => join(root, ...names)
mkdirSync(at('home', '.kvlar'), { recursive: true })
symlinkSync('/proc/self', at('ps'))
symlinkSync('ps', at('ps2'))
symlinkSync(`/proc/${process.pid}/root`, at('top'))
symlinkSync('home', at('house'))
mkdirSync(at('deep'))
symlinkSync('../ps2/cwd', at('deep', 'here'))

const linux = process.platform === 'linux'

/** The server runs elsewhere, so that this process can follow none of these for it. */
test.runIf(linux).each([
  ['ps/cwd/x', '/proc/self/cwd/x'],
  ['ps2/root/etc', '/proc/self/root/etc'],
  ['./ps/cwd', '/proc/self/cwd'],
  ['house/../ps/cwd', '/proc/self/cwd'],
  ['deep/here/x', '/proc/self/cwd/x'],
  ['top/etc/passwd', `/proc/${process.pid}/root/etc/passwd`],
])('a path by a link to files of a process ends there: %s', (path, expected) => {
  expect(resolveLinks(`${root}/${path}`)).toBe(expected)
  const floor = createFloor({
    protectedPaths: [at('home', '.kvlar')],
    cwd: '/srv',
    home: at('home'),
    resolveLinks,
  })
  const call = {
    type: 'tool_call',
    agentId: 'a',
    principal: agentPrincipal('a'),
    parameters: { path: `${root}/${path}` },
  } as const
  expect(floor({ ...call, resource: 'read_file' })).toBeDefined()
  expect(floor({ ...call, resource: 'read_file', parameters: { path: at('house', 'x') } })).toBeUndefined()
})

test('other links are followed to their end, and so is what is not there yet', () => {
  expect(resolveLinks(at('house', 'x', 'y'))).toBe(at('home', 'x', 'y'))
  expect(resolveLinks(at('none'))).toBe(at('none'))
})
