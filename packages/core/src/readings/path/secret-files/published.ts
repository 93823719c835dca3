/**
 * What is called like a secret and is none: public halves of keys, words of a program's speech, keys that tests make, and
 * pages about a secret file. To copy one to the name of a page takes a call that names the file itself.
 */
export function published(): readonly string[] {
  const translations = ['i18n', 'l10n', 'locale', 'locales', 'lang', 'langs', 'languages', 'translations']
  const words = ['token', 'password', 'passwords', 'secrets', 'credentials']
  const authorities = ['ca', 'cacert', 'cacerts', 'ca-cert', 'ca-certs', 'ca-bundle', 'ca-certificates']
  const certificates = ['certs', 'certificates', 'ca-certificates', 'certifi']
  const tests = ['test', 'tests', '__tests__', 'spec', 'testing']
  const pages = ['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', 'Login Data', 'authorized_keys']
  const names = {
    words: words.flatMap((word) => ['json', 'yaml', 'yml'].map((form) => `${word}.${form}`)),
    authorities: authorities.map((name) => `${name}.pem`),
    keys: ['?*.key', '?*.pem', 'key.txt', 'token.txt', 'password.txt', 'passwords.txt'],
  }
  return [
    '!**/*.pub',
    ...pages.flatMap((name) => ['md', 'mdx', 'rst', 'adoc'].map((form) => `!**/${name}.${form}`)),
    ...inFolders(translations, names.words, '/**/'),
    ...inFolders(certificates, names.authorities, '/'),
    ...inFolders(tests, names.keys, '/**/fixtures/**/'),
    ...inFolders(['testdata', '__fixtures__'], names.keys, '/**/'),
  ]
}

function inFolders(folders: readonly string[], names: readonly string[], between: string): readonly string[] {
  return folders.flatMap((folder) => names.map((name) => `!**/${folder}${between}${name}`))
}
