import {
  compilePathGlobs,
  expandPathGlobs,
  judgePathMatches,
  pathGlobsProblem,
  SECRET_FILES,
} from '@kvlar/core/readings'
import { expect, test } from 'vitest'
import { ORDINARY_PATHS } from '../corpus/ordinary-paths.ts'
import { SECRET_PATHS } from '../corpus/secret-paths.ts'

const secrets = compilePathGlobs(['$secret_files'])
const truth = (path: string) => secrets && judgePathMatches(path, secrets).truth

/** The same file by other spellings that every system resolves alike. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `/home/me/${path}`,
  (path) => `/${path}`,
  (path) => `./${path}`,
  (path) => `${path}/`,
  (path) => `${path}/.`,
  (path) => `${path}/x/..`,
  (path) => `${path}/x/y/../../.`,
  (path) => `a/../${path}`,
  (path) => `/tmp/../home/me/./${path}`,
  (path) => `///home//me//${path.replaceAll('/', '//')}`,
  (path) => path.replaceAll('/', '/./'),
  (path) => path.replaceAll('/', '/x/../'),
  (path) => `C:\\Users\\me\\${path.replaceAll('/', '\\')}`,
  (path) => `C:/Users/me/${path.toUpperCase()}`,
]

/** What some system takes for the same file, so that nobody can say. */
const DOUBTFUL: readonly ((path: string) => string)[] = [
  (path) => `../${path}`,
  (path) => `~/${path}`,
  (path) => `//${path}`,
  (path) => `file:///home/me/${path}`,
  (path) => `/home/me/${path}%2f.`,
  (path) => `/home/me%2F${path}`,
  (path) => `/home/me/${path}\0`,
  (path) => `/home/me\\${path}`,
  (path) => `/home/me/${path}/..namedfork/data`,
  (path) => `\\\\?\\C:\\${path}`,
]

/** A match by name alone may keep matching, since some names are open at the end; it never slips. */
const NEVER_FALSE: readonly ((path: string) => string)[] = [
  (path) => `/HOME/ME/${path.toUpperCase()}`,
  (path) => path.toUpperCase(),
  (path) => `${path}.`,
  (path) => `${path} `,
  (path) => `${path}::$DATA`,
  (path) => path.replace(/[a-z]/, (letter) => `${letter}\u200b`),
  (path) => `dir\\${path.replaceAll('/', '\\')}`,
]

test('the list can be expanded and is one of globs for paths at any depth', () => {
  expect(pathGlobsProblem(['$secret_files'])).toBeUndefined()
  expect(SECRET_FILES.every((glob) => /^!?\*\*\//.test(glob))).toBe(true)
  expect(new Set(SECRET_FILES).size).toBe(SECRET_FILES.length)
  expect(expandPathGlobs(['**/x', '$secret_files'])).toEqual(['**/x', ...SECRET_FILES])
})

test.each(SECRET_PATHS)('%s is a secret file by every spelling', (path) => {
  for (const spell of SPELLINGS) expect(truth(spell(path)), spell(path)).toBe('true')
  for (const spell of DOUBTFUL) expect(truth(spell(path)), spell(path)).toBe('error')
  for (const spell of NEVER_FALSE) expect(truth(spell(path)), spell(path)).not.toBe('false')
})

test.each(ORDINARY_PATHS)('%s is no secret file', (path) => {
  for (const spelling of [
    path,
    `./${path}`,
    `/home/me/work/${path}`,
    `C:\\work\\${path.replaceAll('/', '\\')}`,
  ])
    expect(truth(spelling), spelling).toBe('false')
})
