import { compilePathGlobs, judgePathMatches, judgePathText, SECRET_FILES } from '@kvlar/core/readings'
import { describe, expect, test } from 'vitest'

const secrets = compilePathGlobs(['$secret_files'])
const hidden = compilePathGlobs(['**/.*/**'])
const judge = (path: string, globs = secrets) => globs && judgePathMatches(path, globs).truth
const anywhere = (path: string) => secrets && judgePathText(path, secrets)?.truth

/** As NTFS makes the first of a beginning, and those after the fourth, by a sum that is not told here. */
function shortFormsOf(name: string): readonly string[] {
  const bare = name.replace(/^[. ]+/, '').replaceAll(' ', '')
  const parts = bare.split('.')
  const ending = parts.length > 1 ? parts.at(-1)?.slice(0, 3) : undefined
  const stem = (parts.length > 1 ? parts.slice(0, -1) : parts).join('').replace(/[+,;=[\]]/g, '_')
  const tail = ending === undefined ? '' : `.${ending}`
  return [`${stem.slice(0, 6)}~1${tail}`, `${stem.slice(0, 2)}3F2A~5${tail}`].flatMap((short) => [
    short,
    short.toUpperCase(),
    short.toLowerCase(),
  ])
}

/** Names of the list that are one name: no wildcard, and longer than a short name has to be. */
const NAMES = [...new Set(SECRET_FILES)]
  .filter((glob) => !glob.startsWith('!') && !/[*?[]/.test(glob.slice(3)))
  .map((glob) => glob.slice(3))

describe('a name in the short form of Windows is in doubt where a listed one could have it', () => {
  test('each name of the built-in list, as file and as folder', () => {
    expect(NAMES.length).toBeGreaterThan(190)
    for (const path of NAMES) {
      const names = path.split('/')
      for (const [at, name] of names.entries())
        for (const short of shortFormsOf(name)) {
          const text = names.with(at, short).join('/')
          expect(['true', 'error'], text).toContain(judge(text))
          expect(['true', 'error'], text).toContain(judge(`/home/me/${text}`))
          expect(['true', 'error'], text).toContain(anywhere(text))
        }
    }
  })

  test.each([
    'ENV~1.LOC',
    'ENV~1',
    'ID_RSA~1',
    'SERVER~1.PEM',
    'ANY~1.KEY',
    'BASH_H~1',
    'SSH~1/config',
    'RECOVE~1.TXT',
    'DOCKER~1/CONFIG~1.JSO',
    'COPYKE~1.JSO',
    'COPYTF~1.JSO',
  ])('what a glob of the list covers: %s', (text) => {
    expect(['true', 'error']).toContain(judge(text))
    expect(['true', 'error']).toContain(judge(`a/b/${text}`))
  })

  test('of hidden files every one, since the dot is gone', () => {
    for (const text of ['GIT~1/hooks/x', 'ANY~1.TXT', 'a/VSCODE~1/tasks.json'])
      expect(judge(text, hidden), text).toBe('error')
  })

  test.each([
    'report~1.txt',
    'REPORT~1.TXT',
    'docs/PROGRA~1/x.txt',
    'README~1.md',
    'invoice~2.pdf',
    'screen~1.png',
    'notes~12.txt',
    'HEAD~1',
    'main~2',
    'a~1',
    'index~1.html',
    'backup~1.tar.gz',
    'photo~1',
    'x~y.txt',
  ])('no other is: %s', (text) => {
    for (const path of [text, `/srv/${text}`, `./a/${text}`]) {
      expect(judge(path), path).toBe('false')
      expect(anywhere(path) ?? 'false', path).toBe('false')
    }
  })
})
