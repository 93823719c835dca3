import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { violationsOf } from './layers.ts'
import { root } from './source-tree.ts'

/** A guard that cannot go red guards nothing: each one is shown a planted violation. */
const planted: string[] = []

function plant(files: Readonly<Record<string, string>>): string {
  // Outside the checkout, whose ignore files would hide it from the linter; the rules come along.
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-planted-'))
  planted.push(folder)
  const rules = readFileSync(join(root, '.oxlintrc.json'), 'utf8')
  writeFileSync(join(folder, '.oxlintrc.json'), rules.replace(/"ignorePatterns": .*/, ''))
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

afterEach(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function run(
  command: string,
  args: readonly string[],
  cwd: string,
): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', command), args, {
    cwd,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const compilerOptions = JSON.stringify({
  extends: join(root, 'tsconfig.base.json'),
  // Without types, as in core; everything else as everywhere.
  compilerOptions: {
    types: [],
    noEmit: true,
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
  },
  include: ['.'],
})

function lint(files: Readonly<Record<string, string>>): { status: number | null; output: string } {
  return run('oxlint', ['--type-aware', '.'], plant({ 'tsconfig.json': compilerOptions, ...files }))
}

describe('the linter', () => {
  test('lets a sound file pass, so that red below means something', () => {
    const { output, status } = lint({ 'sound.ts': 'export const one = 1\n' })
    expect(output).toContain('Found 0 warnings and 0 errors')
    expect(status).toBe(0)
  })

  test('goes red on an import cycle', () => {
    const { output, status } = lint({
      'a.ts': "import { b } from './b.ts'\nexport const a = (): number => b()\n",
      'b.ts': "import { a } from './a.ts'\nexport const b = (): number => a()\n",
    })
    expect(output).toContain('no-cycle')
    expect(status).not.toBe(0)
  })

  test('goes red on a floating promise', () => {
    const { output, status } = lint({
      'float.ts':
        'const later = async (): Promise<void> => {}\nexport function now(): void {\n  later()\n}\n',
    })
    expect(output).toContain('no-floating-promises')
    expect(status).not.toBe(0)
  })

  test('goes red on a switch that forgets a member of a union', () => {
    const { output, status } = lint({
      'partial.ts':
        "export function f(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1\n  }\n  return 0\n}\n",
    })
    expect(output).toContain('switch-exhaustiveness-check')
    expect(status).not.toBe(0)
  })
})

describe('the purity of core', () => {
  const compile = (source: string) => {
    const folder = plant({ 'tsconfig.json': compilerOptions, 'planted.ts': source })
    return run('tsc', ['-p', folder], folder)
  }

  test('lets pure code compile, so that red below means something', () => {
    expect(compile('export const one: number = Math.max(1, 0)\n').status).toBe(0)
  })

  test.each([
    ['node:fs', "import { readFileSync } from 'node:fs'\nexport const read: unknown = readFileSync\n"],
    ['process', 'export const home: unknown = process.env\n'],
    ['fetch', "export const page: unknown = fetch('x')\n"],
    ['a timer', 'export const timer: unknown = setTimeout(() => {}, 1)\n'],
    ['the console', "console.log('x')\nexport const x = 1\n"],
    ['URL', "export const url: unknown = new URL('x')\n"],
  ])('%s does not compile there', (_name, source) => {
    expect(compile(source).status).not.toBe(0)
  })

  test('the linter forbids the clock and chance there', () => {
    const folder = plant({
      'packages/core/src/planted.ts': 'export const now: number = Date.now() + Math.random()\n',
    })
    const { output, status } = run('oxlint', ['.'], folder)
    expect(output).toContain('no-restricted-globals')
    expect(output).toContain('no-restricted-properties')
    expect(status).not.toBe(0)
  })
})

describe('the layer guard', () => {
  test('goes red on an upward import', () => {
    const folder = plant({ 'packages/core/src/upward.ts': "import '@kvlar/proxy'\n" })
    expect(violationsOf('packages/core', [], folder)).toEqual([
      'packages/core/src/upward.ts imports @kvlar/proxy',
    ])
  })

  test('goes red on a relative path that leaves the package', () => {
    const folder = plant({ 'packages/core/src/climb.ts': "export * from '../../proxy/src/index.ts'\n" })
    expect(violationsOf('packages/core', [], folder)).toHaveLength(1)
  })
})
