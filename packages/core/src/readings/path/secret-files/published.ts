/** What is called like a secret and is none: public halves of keys, words of a program's speech, keys that tests make. */
export function published(): readonly string[] {
  const translations = ['i18n', 'l10n', 'locale', 'locales', 'lang', 'langs', 'languages', 'translations']
  const words = ['token', 'password', 'passwords', 'secrets', 'credentials']
  const authorities = ['ca', 'cacert', 'cacerts', 'ca-cert', 'ca-certs', 'ca-bundle', 'ca-certificates']
  const certificates = ['certs', 'certificates', 'ca-certificates', 'certifi']
  const tests = ['test', 'tests', '__tests__', 'spec', 'testing']
  return [
    '!**/*.pub',
    ...translations.flatMap((place) =>
      words.flatMap((word) => ['json', 'yaml', 'yml'].map((form) => `!**/${place}/**/${word}.${form}`)),
    ),
    ...certificates.flatMap((place) => authorities.map((name) => `!**/${place}/${name}.pem`)),
    ...tests.flatMap((place) => ['key', 'pem'].map((form) => `!**/${place}/**/fixtures/**/?*.${form}`)),
    ...['testdata', '__fixtures__'].flatMap((place) =>
      ['key', 'pem'].map((form) => `!**/${place}/**/?*.${form}`),
    ),
  ]
}
