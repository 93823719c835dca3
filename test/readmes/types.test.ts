import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../architecture/source-tree.ts'
import { blocksOf, READMES } from './blocks.ts'
import { programsOf, writeProgram } from './program.ts'

const programs = READMES.flatMap((page) =>
  programsOf(page, blocksOf(page, 'ts')).map((blocks, index) => ({
    page,
    blocks,
    name: `types-${index + 1}`,
  })),
)
const config = join(root, '.cache', 'tsconfig.readmes.json')
const files = programs.map(({ page, blocks, name }) => writeProgram(page, blocks, name))

afterAll(() => {
  for (const file of files) rmSync(join(root, file), { force: true })
  rmSync(config, { force: true })
})

describe('the examples of the READMEs', () => {
  test('type-check under strict, each after those before it on the page', () => {
    mkdirSync(dirname(config), { recursive: true })
    const options = { noEmit: true, composite: false, declaration: false, emitDeclarationOnly: false }
    const unused = { noUnusedLocals: false, noUnusedParameters: false }
    const settings = {
      extends: '../tsconfig.base.json',
      compilerOptions: { ...options, ...unused, verbatimModuleSyntax: false, lib: ['ES2024', 'DOM'] },
      files: files.map((file) => join('..', file)),
    }
    writeFileSync(config, JSON.stringify(settings))
    const { stdout } = spawnSync('tsc', ['-p', config, '--pretty', 'false'], { cwd: root, encoding: 'utf8' })
    expect(stdout).toBe('')
  }, 120_000)

  test('every package has one', () => {
    const without = READMES.filter((page) => !page.startsWith('examples/')).filter(
      (page) => !programs.some((program) => program.page === page),
    )
    expect(without).toEqual([])
  })
})
