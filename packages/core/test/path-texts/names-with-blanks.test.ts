import { compilePathGlobs, expandPathGlobs, judgeJoined, judgePathText } from '@kvlar/core/readings'
import { describe, expect, test } from 'vitest'
import { SECRET_PATHS } from '../corpus/secret-paths.ts'

const secrets = compilePathGlobs(['$secret_files'])
const truthOf = (text: string) => (secrets && judgePathText(text, secrets)?.truth) ?? 'false'

/** A path for each glob of the list that has a name with a blank. */
const NAMED = expandPathGlobs(['$secret_files'])
  .filter((glob) => !glob.startsWith('!') && glob.includes(' '))
  .map((glob) => glob.replaceAll('**/', '').replaceAll('**', 'x').replaceAll('*', '1'))

/** Names that people and systems give to copies and to what lies in a folder of secrets. */
const COPIES = SECRET_PATHS.filter((path) => /(?:^|\/)(?:\.env|id_rsa|\.netrc)$/.test(path)).flatMap((path) =>
  [' copy', ' (1)', ' - Copy', ' - Copy (2)', ' copy 2', ' old'].map((end) => path + end),
)
const KEPT = [
  '.ssh',
  '.aws',
  '.gnupg',
  '.kube',
  '.config/gh',
  '.password-store',
  '.mozilla',
  '.kvlar',
].flatMap((folder) =>
  ['my key', 'private keys', 'k y', 'keys of the old server in the cellar', 'a (copy)', 'b c.txt'].map(
    (name) => `${folder}/${name}`,
  ),
)

describe('a secret file whose own name has a blank is found by that name', () => {
  test.each([...NAMED, ...COPIES, ...KEPT])('%s', (path) => {
    const windows = path.replaceAll('/', '\\')
    for (const text of [
      path,
      ` ${path}\n`,
      `x/${path}`,
      `a b/../${path}`,
      `x y/../../${path}`,
      `"${path}"`,
      `repo://a/b/contents/${path}`,
      `HEAD:${path}`,
      `main:${path}`,
      `:${path}`,
      `v1.0:${path}`,
      `My Documents/../${path}`,
      path.replaceAll(' ', '%20'),
      `x\\${windows}`,
      `a b\\..\\${windows}`,
      `${path}\0.png`,
    ])
      expect(truthOf(text), text).not.toBe('false')
  })

  test.each([...NAMED, ...COPIES])('%s in a folder with a blank', (path) => {
    for (const folder of ['my dir', 'My Documents', 'OneDrive - Ada', 'a (1)'])
      expect(truthOf(`${folder}/${path}`), `${folder}/${path}`).not.toBe('false')
  })

  test('and in a folder that another argument names', () => {
    for (const name of ['Web Data', 'Web Data-journal'])
      for (const directory of ['/srv/x/Default', 'x/Default', 'my dir/Default'])
        expect(secrets && judgeJoined([directory, name], secrets).truth, directory).toBe('error')
  })

  test('and no sentence that speaks of one', () => {
    for (const text of [
      'login data',
      'Where is the local state kept?',
      'The Login Data file is copied',
      'see ~/.ssh/my key',
      'Please look at deploy/.ssh/id_rsa before you deploy.',
      'local state',
      'Keep local state/remote state apart',
      'src/web data/a b.ts',
      `.ssh/${'a word '.repeat(60)}`,
      '.env\nis a file\n',
    ])
      expect(truthOf(text), text).toBe('false')
  })
})
