import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codesOfWays } from '../../packages/runtime/test/support/shared-ways.ts'
import { codesInDocs } from './error-codes.ts'
import { root } from './source-tree.ts'

const SOURCES = ['packages/*/src/**/*.{ts,mjs,js}', 'apps/*/src/**/*.{ts,mjs,js}']
/** What runs in tests, and what tests compare with; but for this folder, where codes are only listed. */
const TESTS = ['packages/*/test/**/*', 'apps/*/test/**/*', 'test/*/*', 'test/*.ts']
const TEXT = /\.(?:ts|mjs|txt|json|yaml)$/
const BYTES_MAX = 4 * 1024 * 1024

const codes = codesInDocs().map(({ code }) => code)
/** Put together of what a file is and what can be wrong with any: a test of their own has a way to each. */
const ofAnyFile = new Set(codesOfWays())

function textsOf(patterns: readonly string[]): readonly string[] {
  return globSync(patterns, { cwd: root, exclude: ['**/node_modules', 'test/architecture'] })
    .filter((file) => TEXT.test(file) || file.endsWith('.js'))
    .map((file) => join(root, file))
    .filter((file) => statSync(file).isFile() && statSync(file).size <= BYTES_MAX)
    .map((file) => readFileSync(file, 'utf8'))
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z0-9_]+/g) ?? []
}

/** A source without its comments and without the places that only list codes. */
function withoutLists(text: string): string {
  return text
    .replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
    .replaceAll(/\bconst \w*CODES\b[^=]*= \[[^]*?\n?\] as const/g, '')
    .replaceAll(/\btype \w+ =(?:\s*\|?\s*'[A-Za-z0-9_]+')+/g, '')
}

test('every code is produced somewhere', () => {
  const said = new Set(
    textsOf(SOURCES).flatMap((text) =>
      [...withoutLists(text).matchAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g)].flatMap(([literal]) =>
        wordsOf(literal),
      ),
    ),
  )
  expect(codes.filter((code) => !said.has(code) && !ofAnyFile.has(code))).toEqual([])
})

test('every code is met in some test, by its whole name', () => {
  const met = new Set(textsOf(TESTS).flatMap(wordsOf))
  expect(codes.filter((code) => !met.has(code) && !ofAnyFile.has(code))).toEqual([])
})

test('what lists, comments and parts of words say of a code counts for nothing', () => {
  const listed =
    "export const SOME_CODES = [\n  /** Why. */\n  'A_ONE',\n] as const\n/** `A_ONE` */\ntype Code = 'A_ONE' | 'A_TWO'\n"
  expect(withoutLists(listed)).not.toContain('A_ONE')
  expect(withoutLists(`${listed}throw new Error('A_TWO')`)).toContain("'A_TWO'")
})
