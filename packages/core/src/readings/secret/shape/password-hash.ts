import type { Anchor } from '../secret-text.ts'

/** Hashes of passwords, as `crypt`, htpasswd and LDAP write them. */
const SHAPES: readonly (readonly [anchor: string, whole: RegExp])[] = [
  ['$1$', /\$1\$[A-Za-z0-9./]{1,8}\$[A-Za-z0-9./]{22}(?![A-Za-z0-9./])/y],
  ['$apr1$', /\$apr1\$[A-Za-z0-9./]{1,8}\$[A-Za-z0-9./]{22}(?![A-Za-z0-9./])/y],
  ['$5$', /\$5\$(?:rounds=[0-9]{1,9}\$)?[A-Za-z0-9./]{1,16}\$[A-Za-z0-9./]{43}(?![A-Za-z0-9./])/y],
  ['$6$', /\$6\$(?:rounds=[0-9]{1,9}\$)?[A-Za-z0-9./]{1,16}\$[A-Za-z0-9./]{86}(?![A-Za-z0-9./])/y],
  ['$y$', /\$y\$[A-Za-z0-9./]{2,8}\$[A-Za-z0-9./]{1,86}\$[A-Za-z0-9./]{43}(?![A-Za-z0-9./])/y],
  ['$7$', /\$7\$[A-Za-z0-9./]{11,97}\$[A-Za-z0-9./]{43}(?![A-Za-z0-9./])/y],
  ...['$2a$', '$2b$', '$2y$'].map((anchor): readonly [string, RegExp] => [
    anchor,
    /\$2[aby]\$[0-9]{2}\$[A-Za-z0-9./]{53}(?![A-Za-z0-9./])/y,
  ]),
  [
    '$argon2',
    /\$argon2(?:id|i|d)\$v=[0-9]{1,3}\$m=[0-9]{1,9},t=[0-9]{1,5},p=[0-9]{1,3}\$[A-Za-z0-9+/]{8,86}\$[A-Za-z0-9+/]{16,128}/y,
  ],
  [
    '$scrypt$',
    /\$scrypt\$ln=[0-9]{1,2},r=[0-9]{1,3},p=[0-9]{1,3}\$[A-Za-z0-9+/.]{8,86}\$[A-Za-z0-9+/.]{32,128}/y,
  ],
  [
    '$pbkdf2',
    /\$pbkdf2(?:-sha[0-9]{1,3})?\$(?:i=)?[0-9]{1,9}[^\s$]{0,16}\$[A-Za-z0-9+/.=]{8,128}\$[A-Za-z0-9+/.=]{20,128}/y,
  ],
  ['pbkdf2_sha', /pbkdf2_sha[0-9]{1,3}\$[0-9]{1,9}\$[A-Za-z0-9+/]{8,64}\$[A-Za-z0-9+/=]{28,128}/y],
  ['{SHA}', /\{SHA\}[A-Za-z0-9+/]{27}=/y],
  ['{SSHA}', /\{SSHA\}[A-Za-z0-9+/]{32,64}={0,2}/y],
]

export const HASH_ANCHORS: readonly Anchor[] = SHAPES.map(([text, whole]) => ({
  text,
  read: (source, at, found) => {
    const match = source.match(whole, at)
    if (match !== undefined) found('password_hash', at, at + match[0].length)
  },
}))
