import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './architecture/source-tree.ts'

const folder = join(root, 'examples/permits')

test('an MCP server of somebody else runs only what Kvlar has let go', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'run.mjs')], {
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const lines = stdout.trim().split('\n')
  expect(lines).toHaveLength(8)
  expect(lines.filter((line) => line.includes('refunded'))).toHaveLength(2)
})

test('it takes five lines to require permits', () => {
  const lines = readFileSync(join(folder, 'server.mjs'), 'utf8').split('*/')[1]?.split('\n') ?? []
  expect(lines.filter((line) => /permit|directory|onRefused/i.test(line)).length).toBeLessThanOrEqual(5)
})
