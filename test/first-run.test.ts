import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './architecture/source-tree.ts'

const command = join(root, 'apps/cli/dist/main.js')
let home: string

beforeAll(() => {
  if (!existsSync(command)) throw new Error('the command is not built; run `node tools/build.mjs` first')
  home = mkdtempSync(join(tmpdir(), 'kvlar-home-'))
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

/** The built command and the guided run are what a newcomer meets; everything else tests the sources. */
describe('the guided first run', () => {
  test('shows an allowed, a denied and a held call on real parts, approved through the API, in 80 columns, and leaves nothing behind', () => {
    const script = join(root, 'examples/first-denied-call/run.mjs')
    const env = { ...process.env, HOME: home, NO_COLOR: '1', FORCE_COLOR: undefined }
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    for (const word of ['HIDDEN   move_file', 'ALLOWED', 'DENIED', 'HELD', 'APPROVED', 'INTACT'])
      expect(stdout).toContain(word)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(readdirSync(home)).toEqual([])
  })
})

describe('the built command', () => {
  test('answers from its bundle', () => {
    const policy = join(root, 'examples/first-denied-call/policy.yaml')
    const { status, stdout } = spawnSync(
      process.execPath,
      [command, 'evaluate', '-p', policy, '--resource', 'move_file', '--json'],
      { encoding: 'utf8' },
    )
    expect(status).toBe(10)
    expect(JSON.parse(stdout)).toMatchObject({ decision: 'deny', rule_id: 'deny-moves' })
  })
})
