import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { root } from '../architecture/source-tree.ts'
import { blocksOf, promisedOutput, READMES } from './blocks.ts'
import { startProgram } from './check-program.ts'
import { GIVEN } from './given.ts'
import { programsOf, writeProgram } from './program.ts'

const COMMAND = join(root, 'apps/cli/dist/main.js')
const LOOK_MS = 200

const programs = READMES.flatMap((page) => {
  const blocks = blocksOf(page, 'ts').filter(({ isRun }) => isRun)
  return programsOf(page, blocks).map((of, index) => [page, index + 1, of] as const)
})

/** Runs a program in a folder and a home of its own. */
async function run(file: string, { isOfUser = false }): Promise<object> {
  const { home, env, start } = startProgram(file)
  const kvlar = (...words: string[]) =>
    spawnSync(process.execPath, [COMMAND, ...words], { cwd: home, env, encoding: 'utf8' })
  if (isOfUser) expect(kvlar('init')).toMatchObject({ status: 0 })
  const running = start()
  const desk = isOfUser ? setInterval(() => approveAll(kvlar), LOOK_MS) : undefined
  const ran = await running
  clearInterval(desk)
  return ran
}

/** What the page asks of its reader in another terminal. */
function approveAll(kvlar: (...words: string[]) => { readonly stdout: string }): void {
  for (const [id] of kvlar('approvals', 'list').stdout.matchAll(/\bapr_\w+/g))
    kvlar('approvals', 'approve', id)
}

describe('the programs of the READMEs', () => {
  test.each(programs)('%s, %i: run, and print what their comments say', async (page, number, blocks) => {
    const file = writeProgram(page, blocks, `runs-${number}`)
    onTestFinished(() => rmSync(join(root, file), { force: true }))
    const promised = promisedOutput(blocks)
    const ran = await run(file, GIVEN[page] ?? {})
    expect(ran).toMatchObject({ status: 0, stderr: '' })
    // A page that promises nothing may print what is different each time.
    if (promised !== '') expect(ran).toMatchObject({ stdout: promised })
  })

  test('most can run', () => {
    const marked = READMES.flatMap((page) => blocksOf(page, 'ts')).filter(({ isRun }) => !isRun)
    expect(marked.length).toBeLessThanOrEqual(7)
  })
})
