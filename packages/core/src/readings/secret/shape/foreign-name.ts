import type { Anchor, Found, SecretText } from '../secret-text.ts'
import { isPassword } from './named-value.ts'

/** What a password is called in other languages, in letters of ASCII at the beginning. */
const LATIN = [
  'passwort',
  'kennwort',
  'mot de passe',
  'mot_de_passe',
  'motdepasse',
  'contrase\u00f1a',
  'contrasena',
  'palavra-passe',
  'senha',
  'wachtwoord',
  'heslo',
  'parola',
  'lozinka',
  'salasana',
  'adgangskode',
  'mat khau',
  'kata sandi',
  'has\u0142o',
  'jelsz\u00f3',
]

/** The same from the first letter on that is not of ASCII. */
const OTHERS = [
  '\u043f\u0430\u0440\u043e\u043b\u044c',
  '\u043f\u0430\u0440\u043e\u043b\u0430',
  '\u5bc6\u7801',
  '\u5bc6\u78bc',
  '\u53e3\u4ee4',
  '\u30d1\u30b9\u30ef\u30fc\u30c9',
  '\u6697\u8a3c\u756a\u53f7',
  '\ube44\ubc00\ubc88\ud638',
  '\uc554\ud638',
  '\u0643\u0644\u0645\u0629 \u0627\u0644\u0645\u0631\u0648\u0631',
  '\u0633\u064a\u0633\u0645\u0627',
  '\u05e1\u05d9\u05e1\u05de\u05d4',
  '\u03ba\u03c9\u03b4\u03b9\u03ba\u03cc\u03c2',
  '\u0e23\u0e2b\u0e31\u0e2a\u0e1c\u0e48\u0e32\u0e19',
  '\u092a\u093e\u0938\u0935\u0930\u094d\u0921',
  '\u015fifre',
  '\u00f6senord',
  '\u1eadt kh\u1ea9u',
]

const VALUE = String.raw`["'\u0060*_]{0,3}\s{0,3}(?:[:=\uff1a\uff1d]|\u662f|\u306f|\u2014)\s{0,3}["'\u0060\u00ab\u201e\u201c\u300c*]{0,3}([^\s"'\u0060,;<>(){}[\]\u00bb\u201d\u300d\u3002\uff0c\uff1b*]{4,128})`

const NAMED = new RegExp(`(?:${LATIN.join('|')})${VALUE}`, 'iuy')
const OTHERS_NAMED = new RegExp(`(?:${OTHERS.join('|')})${VALUE}`, 'giu')

/** Characters that one of them begins with, by code unit; most texts have none. */
const FIRST = new Uint8Array(0x10000)
for (const name of OTHERS)
  for (const char of [name.charAt(0).toLowerCase(), name.charAt(0).toUpperCase()])
    FIRST[char.charCodeAt(0)] = 1

/** Whether a name of a password could begin with a character that is not of ASCII. */
export function beginsForeignName(unit: number): boolean {
  return FIRST[unit] === 1
}

export const FOREIGN_ANCHORS: readonly Anchor[] = [
  ...new Set(LATIN.map((name) => /^[ -~]{1,4}/.exec(name)?.[0] ?? name)),
].map((text) => ({
  text,
  ignoresCase: true,
  read: (source, at, found) => {
    const match = source.match(NAMED, at)
    if (match !== undefined) tell(match, at, found)
  },
}))

/** Passwords behind a name that does not begin in ASCII, of a text that has a character one could begin with. */
export function readForeignNames(source: SecretText, found: Found): void {
  for (const match of source.text.matchAll(OTHERS_NAMED)) tell(match, match.index, found)
}

function tell([whole, value = '']: readonly string[], at: number, found: Found): void {
  const end = at + (whole ?? '').length
  if (isPassword(value.replace(/[.!?]$/, ''), { isText: true, isSetting: false }))
    found('named_secret', end - value.length, end)
}
