import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from './source-tree.ts'

/** What the examples of a README take as given: things of the reader's own program. */
const GIVEN: Readonly<Record<string, string>> = {
  'packages/approvals': `
    import type { ApprovalEvent, AskedCall } from '@kvlar/approvals'
    declare function record(event: ApprovalEvent): Promise<void>
    declare const call: AskedCall, signal: AbortSignal
    declare const url: string, tokenFile: string, secrets: readonly string[]
    declare function startReviewerServer(options: object): Promise<unknown>`,
  'packages/crypto': `
    import type { KeyPair as Pair } from '@kvlar/crypto'
    declare const alice: Pair, bob: Pair, data: Uint8Array`,
  'packages/redis': `
    import type { AskedCall } from '@kvlar/approvals'
    declare const call: AskedCall, signal: AbortSignal`,
  'packages/sdk': `
    import type { AuditHome, Recorder } from '@kvlar/audit/file'
    declare const recorder: Recorder, home: AuditHome, engine: string`,
}

const BLOCK = /^```ts\n(.*?)^```/gms

const programs = globSync('packages/*/README.md', { cwd: root }).flatMap((page) => {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(BLOCK)].map(([, block = '']) => block)
  // In an ignored folder of the package, so that its own name and its dependencies are found as a reader finds them.
  const folder = dirname(page)
  return blocks.length === 0
    ? []
    : [{ page, folder, file: join(folder, 'dist', 'readme-example.ts'), blocks }]
})

const config = join(root, '.cache', 'tsconfig.readmes.json')

afterAll(() => {
  for (const { file } of programs) rmSync(join(root, file), { force: true })
  rmSync(config, { force: true })
})

describe('the examples of the READMEs', () => {
  test('type-check under strict, each after those before it on the page', () => {
    expect(programs.length).toBeGreaterThan(6)
    for (const { folder, file, blocks } of programs) {
      mkdirSync(join(root, folder, 'dist'), { recursive: true })
      writeFileSync(join(root, file), program(GIVEN[folder] ?? '', blocks))
    }
    mkdirSync(dirname(config), { recursive: true })
    const options = { noEmit: true, composite: false, declaration: false, emitDeclarationOnly: false }
    const unused = { noUnusedLocals: false, noUnusedParameters: false }
    const settings = {
      extends: '../tsconfig.base.json',
      compilerOptions: { ...options, ...unused, verbatimModuleSyntax: false, lib: ['ES2024', 'DOM'] },
      files: programs.map(({ file }) => join('..', file)),
    }
    writeFileSync(config, JSON.stringify(settings))
    const { stdout } = spawnSync('tsc', ['-p', config, '--pretty', 'false'], { cwd: root, encoding: 'utf8' })
    expect(stdout).toBe('')
  }, 120_000)
})

/** The blocks of a page as one module, whose imports stand together and once; a block may use a name anew. */
function program(given: string, blocks: readonly string[]): string {
  const imports = new Set<string>()
  const bodies = blocks.map((block) =>
    block.replaceAll(/^import .*$/gm, (line) => {
      imports.add(line)
      return ''
    }),
  )
  return [...imports, given, bodies.join('\n{\n'), '}'.repeat(bodies.length - 1)].join('\n')
}
