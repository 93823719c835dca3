/* `npm run soak [TIMES]`: what `npm test` tries 20 times, so many times, each time at other moments; 200 unless told otherwise. */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { dirname } from 'node:path'

const FILES = ['apps/cli/test/stopped-at-random.test.ts', 'apps/cli/test/reviewer-stopped-at-random.test.ts']

const times = Number(process.argv[2] ?? 200)
if (!(Number.isInteger(times) && times > 0)) throw new TypeError('usage: npm run soak [TIMES]')
const seed = process.env['KVLAR_TEST_SEED'] ?? String(randomInt(2 ** 31))
console.error(`KVLAR_TEST_SEED=${seed}, each ${times} times`)
const { status } = spawnSync(
  'vitest',
  ['run', '--config', 'vitest.workspace.ts', '--maxWorkers=1', '--reporter=verbose', ...FILES],
  {
    cwd: dirname(import.meta.dirname),
    stdio: 'inherit',
    env: { ...process.env, KVLAR_TEST_SEED: seed, KVLAR_SOAK: String(times) },
  },
)
process.exit(status ?? 1)
