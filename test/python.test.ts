import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'python')
const venv = join(root, '.cache/python')
const { CI, PATH = '' } = process.env

const hasPython = spawnSync('python3', ['-c', 'import venv']).status === 0
if (!hasPython)
  console.warn(
    'SKIPPED: the Python package. Install python3 and python3-venv (apt-get install python3-venv).',
  )

test.skipIf(!hasPython && CI === undefined)(
  'the Python package, over the command as it was built: `pytest` in python/',
  () => {
    if (!existsSync(join(root, 'apps/cli/dist/main.js')))
      throw new Error('the command is not built; run `node tools/build.mjs` first')
    prepare()
    const { status, stdout, stderr } = run(join(venv, 'bin/python'), ['-m', 'pytest', '--no-header'])
    expect(status, `${stdout}${stderr}`).toBe(0)
    expect(stdout).toMatch(/\d+ passed/)
    expect(stdout).not.toMatch(/skipped|xfailed/)
  },
  600_000,
)

/** The tools of its tests, once for each list of them. */
function prepare(): void {
  const list = join(folder, 'tests/requirements.txt')
  const wanted = readFileSync(list, 'utf8')
  const marker = join(venv, 'installed.txt')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  rmSync(venv, { recursive: true, force: true })
  mkdirSync(dirname(venv), { recursive: true })
  for (const words of [
    ['python3', '-m', 'venv', venv],
    [join(venv, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--no-deps', '-r', list],
  ]) {
    const [command = '', ...rest] = words
    const { status, stderr } = run(command, rest)
    if (status !== 0) throw new Error(`\`${words.join(' ')}\` failed: ${stderr}`)
  }
  writeFileSync(marker, wanted)
}

function run(command: string, words: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, words, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PYTHONPATH: join(folder, 'src'),
      PYTHONDONTWRITEBYTECODE: '1',
      PATH: [dirname(process.execPath), PATH].join(delimiter),
    },
  })
}
