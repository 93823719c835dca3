import { later } from '../../later.ts'

/**
 * Letters of one script, with ASCII digits and hyphens, that IDNA 2003, IDNA 2008 and UTS #46 leave as they are, so that
 * every client makes the same `xn--` label of them. Not among them: `ß`, `ς` and joiners, which these standards read
 * apart, whatever a normal form or lower case changes, and scripts mixed in one label.
 */
const scripts = later((): readonly RegExp[] =>
  [
    '[a-z0-9\\u00e0-\\u00f6\\u00f8-\\u00ff\\u0101-\\u0137\\u013a-\\u0148\\u014b-\\u017e-]+',
    '[0-9\\u03ac-\\u03c1\\u03c3-\\u03ce-]+',
    '[0-9\\u0430-\\u045f\\u0491-]+',
    '[0-9\\u05d0-\\u05ea-]+',
    '[0-9\\u0621-\\u063a\\u0641-\\u064a-]+',
    '[0-9\\u0e01-\\u0e32\\u0e34-\\u0e3a\\u0e40-\\u0e4e-]+',
    '[0-9\\u0904-\\u0939\\u093e-\\u094d-]+',
    '[a-z0-9\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc-]+',
    '[0-9\\uac00-\\ud7a3-]+',
  ].map((letters) => new RegExp(`^${letters}$`, 'u')),
)

/** Whether every client turns a label with letters outside ASCII into the same `xn--` label. */
export function isCertainLabel(label: string): boolean {
  return (
    label === label.normalize('NFKC') &&
    label === label.toLowerCase() &&
    scripts().some((script) => script.test(label)) &&
    !/^-|-$|^..--/u.test(label)
  )
}
