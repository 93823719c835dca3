import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PUBLISHED } from './manifests.ts'
import { root } from './source-tree.ts'

/** Files in a folder of their own, outside the checkout. */
function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-bundled-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** What a tool of the build makes of its arguments, or says. */
function make(tool: string, call: string): { readonly status: number | null; readonly said: string } {
  const program = `import * as tool from ${JSON.stringify(join(root, 'tools', tool))}\nprocess.stdout.write(String(await tool.${call}))`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  })
  return { status, said: status === 0 ? stdout : stderr }
}

describe('the notices of others whose code is in the bundle', () => {
  const notices = (files: Readonly<Record<string, string>>) =>
    make(
      'notices.mjs',
      `thirdPartyNotices([${JSON.stringify(join(plant(files), 'node_modules/x/lib/x.js'))}])`,
    )
  const manifest = (license: string) => JSON.stringify({ name: 'x', version: '1.0.0', license })

  test('name every library that a package of ours depends on', () => {
    const text = readFileSync(join(root, 'apps/cli/THIRD-PARTY-NOTICES.txt'), 'utf8')
    const libraries = PUBLISHED.flatMap((one) => Object.keys(one.manifest.dependencies ?? {}))
    const others = libraries.filter((name) => !name.startsWith('@kvlar/'))
    expect(others.length).toBeGreaterThan(10)
    expect(others.filter((name) => !text.includes(`\n- ${name} `))).toEqual([])
  })

  test('carry the whole text, also where a folder within has a manifest of its own', () => {
    const files = {
      'node_modules/x/package.json': manifest('MIT'),
      'node_modules/x/lib/package.json': '{ "type": "module" }',
      'node_modules/x/LICENSE.md': 'Copyright Ana',
    }
    expect(notices(files)).toMatchObject({
      status: 0,
      said: expect.stringContaining('x 1.0.0 (MIT)\n\nCopyright Ana'),
    })
  })

  test.each([
    ['a licence that is not on the list', 'GPL-3.0-only', { 'node_modules/x/LICENSE': 'GPL' }],
    ['a package without the text of its licence', 'MIT', { 'node_modules/x/README.md': '# x' }],
  ])('are refused for %s', (_, license, texts) => {
    const { status, said } = notices({ ...texts, 'node_modules/x/package.json': manifest(license) })
    expect({ status, isRefused: said.includes('refusing to bundle it') }).toEqual({
      status: 1,
      isRefused: true,
    })
  })
})

describe('the types that the bundle carries', () => {
  test('are refused where they speak of a library that nobody will have', () => {
    const folder = plant({
      'index.d.ts': "import type { ZodType } from 'zod';\nexport type Given = ZodType;\n",
    })
    const [entry, out] = [join(folder, 'index.d.ts'), join(folder, 'out')].map((path) => JSON.stringify(path))
    const { status, said } = make('declarations.mjs', `gatherDeclarations(${entry}, ${out})`)
    expect({ status, isRefused: said.includes('`zod`, which the types of a bundle cannot') }).toEqual({
      status: 1,
      isRefused: true,
    })
  })

  test('leave behind what nobody names', () => {
    const folder = plant({
      'index.d.ts': "export { type A as B } from './room/index.ts';\n",
      'room/index.d.ts': "export { type A } from './a.ts';\nexport { z } from './z.ts';\n",
      'room/a.d.ts': 'export interface A {}\n',
      'room/z.d.ts': "export { z } from 'zod';\n",
    })
    const [entry, out] = [join(folder, 'index.d.ts'), join(folder, 'out')]
    const { status, said } = make(
      'declarations.mjs',
      `gatherDeclarations(${JSON.stringify(entry)}, ${JSON.stringify(out)})`,
    )
    expect({ status, said }).toEqual({ status: 0, said: 'undefined' })
    expect(readFileSync(join(out, 'index.d.ts'), 'utf8')).toMatch(
      /^export \{ type A as B \} from '.*a\.js';$/m,
    )
  })
})

describe('a topic that is loaded when a call comes to it', () => {
  const functionsOf = (text: string) =>
    make('bundle/topics.mjs', `functionsOf(${JSON.stringify(join(plant({ 'x.ts': text }), 'x.ts'))})`)

  test('has functions, by their names', () => {
    const { said } = functionsOf('export function read(): void {}\nexport const judge = (): number => 1\n')
    expect(said.split(',').toSorted()).toEqual(['judge', 'read'])
  })

  test.each(['export const LIST = [1]', 'export class Reading {}', 'export const read = new Map()'])(
    'has nothing else, as `%s` is',
    (text) => {
      const { status, said } = functionsOf(`export function fine(): void {}\n${text}\n`)
      expect({ status, isRefused: said.includes('which is no function') }).toEqual({
        status: 1,
        isRefused: true,
      })
    },
  )
})

describe('the names of the files of a bundle', () => {
  /** The files of a folder that are left, with their texts. */
  const named = (folder: string, files: readonly string[]) => {
    const { status, said } = make(
      'bundle/name-by-build.mjs',
      `nameByBuild(${JSON.stringify(folder)}, ${JSON.stringify(files)}, ["main.js"])`,
    )
    expect({ status, said }).toEqual({ status: 0, said: 'undefined' })
    return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
  }
  const files = {
    'main.js': 'import"./a.js";import("./b.js")',
    'a.js': 'import"./b.js";"./c.js"',
    'b.js': '1',
  }

  test('are all of one build, and those that others know stay', () => {
    const texts = named(plant(files), Object.keys(files))
    const build = [...texts.keys()].find((file) => file.startsWith('a-'))?.slice(2, -3) ?? ''
    expect(build).toMatch(/^[0-9a-f]{8}$/)
    expect(Object.fromEntries(texts)).toEqual({
      'main.js': `import"./a-${build}.js";import("./b-${build}.js")`,
      [`a-${build}.js`]: `import"./b-${build}.js";"./c.js"`,
      [`b-${build}.js`]: '1',
    })
  })

  test('are others as soon as one file is another, and what was there goes', () => {
    const folder = plant({ ...files, 'notes.txt': '' })
    const before = [...named(folder, Object.keys(files)).keys()]
    for (const [file, text] of Object.entries({ ...files, 'b.js': '2' }))
      writeFileSync(join(folder, file), text)
    const after = [...named(folder, Object.keys(files)).keys()]
    expect(before.filter((file) => after.includes(file)).toSorted()).toEqual(['main.js', 'notes.txt'])
    expect(after.length).toBe(4)
  })
})
