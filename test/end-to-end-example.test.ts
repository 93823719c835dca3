import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { redisServer } from '../packages/redis/test/redis-server.ts'
import { root } from './architecture/source-tree.ts'

const folder = join(root, 'examples/end-to-end')
const [, promised = ''] = /^```text\n(.*?)^```/ms.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? []

/** The example, started as its page says. */
function run(...flags: readonly string[]): object {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'run.ts'), ...flags], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('the example from end to end', () => {
  test('prints what its page promises', () => {
    expect(promised).not.toBe('')
    expect(run()).toEqual({ status: 0, stdout: promised, stderr: '' })
  })

  test.skipIf(redisServer === undefined)('and the same where replicas share a Redis', () => {
    expect(run('--redis')).toEqual({ status: 0, stdout: promised, stderr: '' })
  })
})
