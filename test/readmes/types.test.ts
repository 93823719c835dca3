import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../architecture/source-tree.ts'
import { blocksOf, READMES } from './blocks.ts'
import { typeProblems } from './check-program.ts'
import { programsOf, writeProgram } from './program.ts'

const programs = READMES.flatMap((page) =>
  programsOf(page, blocksOf(page, 'ts')).map((blocks, index) => ({
    page,
    blocks,
    name: `types-${index + 1}`,
  })),
)
const files = programs.map(({ page, blocks, name }) => writeProgram(page, blocks, name))

afterAll(() => {
  for (const file of files) rmSync(join(root, file), { force: true })
})

describe('the examples of the READMEs', () => {
  test('type-check under strict, each after those before it on the page', () => {
    expect(typeProblems(files, 'readmes')).toBe('')
  }, 120_000)

  test('every package has one', () => {
    const without = READMES.filter((page) => !page.startsWith('examples/')).filter(
      (page) => !programs.some((program) => program.page === page),
    )
    expect(without).toEqual([])
  })
})
