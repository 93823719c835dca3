import { readText } from '@kvlar/core/node'
import { findFiles } from './find-files.ts'

export interface FoundTests {
  readonly files: readonly string[]
  /** Files below a folder that only bear the name of a test file, such as the `tsconfig.test.json` of a project. */
  readonly others: readonly string[]
}

/** What no other file of that name has; a misspelt key of ours must not go by in silence. */
const SIGN = /\b(?:tests|policy|expect)["']?\s*[:=]|\[\s*tests\s*\]/

/**
 * The test files that arguments mean. A file that is named is one; below a folder every `*.test.yaml` is (also JSON, TOML)
 * that speaks of tests of policies.
 * @throws SettingsError when an argument does not exist
 */
export function findTests(named: readonly string[]): FoundTests {
  const found = findFiles(named, (name) => /\.test\.(ya?ml|json|toml)$/.test(name))
  const isOurs = new Map(found.map((path) => [path, named.includes(path) || speaksOfTests(path)]))
  return {
    files: found.filter((path) => isOurs.get(path) === true),
    others: found.filter((path) => isOurs.get(path) === false),
  }
}

/** Whatever cannot be read is left to whoever reads it whole, and says why. */
function speaksOfTests(path: string): boolean {
  const read = readText(path)
  return !read.ok || SIGN.test(read.text)
}
