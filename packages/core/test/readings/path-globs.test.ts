import {
  compilePathGlobs,
  judgePathMatches,
  judgePathWithin,
  pathGlobsProblem,
  pathRoot,
} from '@kvlar/core/readings'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { naiveCovers, naiveResolve } from '../naive-path-globs.ts'

const truth = (text: string, ...globs: string[]) => {
  const compiled = compilePathGlobs(globs)
  if (compiled === undefined) throw new Error(pathGlobsProblem(globs))
  return judgePathMatches(text, compiled).truth
}

describe('a glob is held against a path segment by segment', () => {
  test.each([
    ['/home/me/.ssh/id_rsa', '**/.ssh/**'],
    ['/home/me/.ssh', '**/.ssh/**'],
    ['.ssh', '**/.ssh/**'],
    ['/.ssh/a/b', '**/.ssh/**'],
    ['.env/', '**/.env'],
    ['.env/.', '**/.env'],
    ['.env/x/..', '**/.env'],
    ['/etc/../etc/./shadow', '/etc/shadow'],
    ['///etc//shadow', '/etc/**'],
    ['/etc', '/etc/**'],
    ['/', '/**'],
    ['a/b/c', '**'],
    ['src/a.test.ts', '**/*.test.[jt]s'],
    ['/a/x/b/y/c', '/a/**/b/**/c'],
    ['/a/b/c', '/a/**/b/**/c'],
    ['/srv/[a]/x', '/srv/[[]a]/*'],
    ['/srv/😀', '/srv/?'],
    ['/srv/a:b.pem', '**/*.pem'],
    ['/srv/A.PEM', '**/*.PEM'],
    ['/srv/e\u0301a', '**/e*'],
    ['C:\\Users\\Me\\.SSH\\id', '**/.ssh/**'],
    ['c:/users/me', 'C:/Users/*'],
  ])('%s is in %s', (path, glob) => {
    expect(truth(path, glob)).toBe('true')
  })

  test.each([
    ['/home/me/.sshx/a', '**/.ssh/**'],
    ['.env/x', '**/.env'],
    ['/a/etc/shadow', '/etc/**'],
    ['src/a/b.ts', '**/src/*.ts'],
    ['/srv/a/b', '/srv/*'],
    ['/srv', '/srv/*'],
    ['/a/b', '/a/**/b/**/c'],
    ['D:\\Users\\x', 'C:/Users/*'],
  ])('%s is not in %s', (path, glob) => {
    expect(truth(path, glob)).toBe('false')
  })

  test.each([
    ['a path that climbs above its start', '../x', '**/y'],
    ['one that does so behind a name', 'a/../../x', '**/y'],
    ['a relative path before a glob with a root', 'etc/shadow', '/etc/**'],
    ['an empty path', '', '**/y'],
    ['a path that only case keeps out', '/home/me/.SSH/x', '**/.ssh/**'],
    ['a glob in capitals', '/x/dockerfile', '**/Dockerfile'],
    ['another normal form', '/srv/Schlu\u0308ssel', '**/Schl\u00fcssel'],
    ['letters that nobody sees', '/srv/.e\u200dnv', '**/.env'],
    ['an alternate stream', '.env::$DATA', '**/.env'],
    ['dots at the end, which Windows removes', '/srv/.env. .', '**/.env'],
    ['an 8.3 name', '/srv/SECRET~1.JSO', '**/secrets.json'],
    ['the fork of a file', '/srv/.env/..namedfork/data', '**/.env'],
    ['a backslash that may separate', 'src\\.env', '**/.env'],
    ['a backslash in an absolute path', '/srv\\.env', '**/x'],
    ['a home folder', '~/x', '**/x'],
    ['a file URL', 'file:///x', '**/x'],
    ['an encoded separator', '/srv/a%2fx', '**/x'],
    ['two slashes', '//srv/x', '**/y'],
    ['a control character', '/srv/a\0', '**/a'],
    ['the working directory of a drive', 'C:x', '**/x'],
    ['a root-relative path of Windows', '\\x', '**/x'],
    ['a share before a glob with a drive', '\\\\srv\\c$\\x', 'C:/x'],
    ['a Windows path before a glob with a root', 'C:\\etc\\x', '/etc/**'],
  ])('%s is an error', (_, path, glob) => {
    expect(truth(path, glob)).toBe('error')
  })

  test('a relative path is the same for servers of every system, or an error', () => {
    expect(truth('src\\app\\main.ts', '**/.env')).toBe('false')
    expect(truth('src\\app\\main.ts', '**/app/*')).toBe('error')
  })

  test('one glob that matches outweighs others that err', () => {
    expect(truth('.env', '/etc/**', '**/.env')).toBe('true')
    expect(truth('x', '/etc/**', '**/.env')).toBe('error')
  })

  test('the answer names the glob', () => {
    const globs = compilePathGlobs(['**/a', '**/b'])
    expect(globs && judgePathMatches('/x/b', globs)).toEqual({ truth: 'true', pattern: '**/b' })
  })
})

test('a glob with an exclamation mark takes out of the list, wherever it stands', () => {
  for (const list of [
    ['**/*.pem', '!**/fixtures/**'],
    ['!**/fixtures/**', '**/*.pem'],
  ]) {
    expect(truth('/srv/a.pem', ...list)).toBe('true')
    expect(truth('/srv/fixtures/a.pem', ...list)).toBe('false')
    expect(truth('/srv/Fixtures/a.pem', ...list)).toBe('error')
  }
})

describe('what cannot be a list of path globs is said', () => {
  test.each([
    ['src/**', 'begins with'],
    ['*.pem', 'begins with'],
    ['**/a\\b', 'backslash'],
    ['**/{a,b}', 'braces'],
    ['**/@(a|b)', 'parentheses'],
    ['**/a**', 'alone'],
    ['**/../x', '`..`'],
    ['/srv//x', 'empty'],
    ['**/.ssh/', 'empty'],
    ['**/[!a]', 'leaves out'],
    ['**/[a', 'not closed'],
    ['**/[z-a]', 'backwards'],
    ['**/[A-z]', 'ranges'],
    ['**/x.', 'dot or a space'],
    ['~/x', '~'],
    ['**/%2fx', 'percent'],
    ['**/\u0000', 'control'],
    ['**/u\u0308', 'normal form'],
    [`**/${'a'.repeat(1100)}`, 'longer'],
    ['!**/x', 'matches nothing'],
    ['$secrets', '`$secret_files`'],
    ['!$secret_files', 'name the globs'],
  ])('%j', (glob, words) => {
    expect(pathGlobsProblem([glob])).toContain(words)
    expect(compilePathGlobs([glob])).toBeUndefined()
  })
})

describe('path_within with exceptions', () => {
  const roots = ['/srv/work', '/srv/more'].flatMap((text) => pathRoot(text) ?? [])
  const except = compilePathGlobs(['**/.git/**'])
  test.each([
    ['/srv/work/src/a.ts', 'true'],
    ['/srv/more', 'true'],
    ['/srv/work/.git', 'false'],
    ['/srv/work/sub/.git/config', 'false'],
    ['/srv/work/.git/../a', 'true'],
    ['/etc/passwd', 'false'],
    ['/etc/.git', 'false'],
    ['/srv/work/.GIT/config', 'error'],
    ['/srv/Work/a', 'error'],
    ['work/a', 'error'],
  ])('%s is %s', (path, expected) => {
    expect(judgePathWithin(path, roots, { except }).truth).toBe(expected)
  })

  test('say which root or exception decided', () => {
    expect(judgePathWithin('/srv/more/a', roots, { except }).pattern).toBe('/srv/more')
    expect(judgePathWithin('/srv/more/.git', roots, { except }).pattern).toBe('**/.git/**')
  })
})

test('globs and a naive reading of them agree on random paths', () => {
  const piece = fc.constantFrom('**', '*', 'a', 'b', 'a*', '*b', '?', 'a?', '[ab]', 'a*b*a', '.a', '.*')
  const glob = fc
    .tuple(fc.constantFrom('**/', '/'), fc.array(piece, { minLength: 1, maxLength: 5 }))
    .map(([start, pieces]) => start + pieces.join('/'))
  const name = fc.constantFrom('a', 'b', 'ab', 'ba', 'aba', '.a', 'c', '..', '.', '', 'aab')
  const path = fc
    .tuple(fc.constantFrom('', '/'), fc.array(name, { minLength: 1, maxLength: 7 }))
    .map(([start, names]) => start + names.join('/'))
    .filter((text) => text !== '' && !/^\/\/(?!\/)/.test(text))
  const seen = { true: 0, false: 0, error: 0 }
  fc.assert(
    fc.property(
      fc.array(glob, { minLength: 1, maxLength: 3 }),
      fc.array(path, { minLength: 8, maxLength: 8 }),
      (globs, paths) => {
        for (const text of paths) {
          const segments = naiveResolve(text)
          const rooted = globs.filter((one) => one.startsWith('/'))
          const held = text.startsWith('/') ? globs : globs.filter((one) => !one.startsWith('/'))
          const expected =
            segments === undefined
              ? 'error'
              : held.some((one) => naiveCovers(one, segments))
                ? 'true'
                : !text.startsWith('/') && rooted.length > 0
                  ? 'error'
                  : 'false'
          seen[expected] += 1
          expect(truth(text, ...globs), `${text} ${globs.join(' ')}`).toBe(expected)
        }
      },
    ),
    { numRuns: 400 },
  )
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(200)
})
