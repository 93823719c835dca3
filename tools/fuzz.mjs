/* `npm run fuzz [MINUTES]`: runs every test that draws its inputs, again and again, each time from another seed. */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)
const minutes = Number(process.argv[2] ?? 10)
if (!(minutes > 0)) throw new TypeError('usage: npm run fuzz [MINUTES]')
const files = globSync('{packages,apps}/*/test/**/*.test.ts', { cwd: root }).filter((file) =>
  readFileSync(join(root, file), 'utf8').includes("from 'fast-check'"),
)
const end = Date.now() + minutes * 60_000
for (let round = 1; Date.now() < end; round += 1) {
  const seed = String(randomInt(2 ** 31))
  console.error(`round ${round}: KVLAR_TEST_SEED=${seed}, ${files.length} files`)
  const { status } = spawnSync(
    'vitest',
    ['run', '--config', 'vitest.workspace.ts', '--reporter=dot', ...files],
    { cwd: root, stdio: 'inherit', env: { ...process.env, KVLAR_TEST_SEED: seed } },
  )
  if (status !== 0) process.exit(1)
}
