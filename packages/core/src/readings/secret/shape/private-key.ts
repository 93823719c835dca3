import type { Anchor, Found, SecretText } from '../secret-text.ts'

const HEAD = /-----BEGIN (?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?-----/y
const SSH2_HEAD = /---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/y
const PUTTY_HEAD = /PuTTY-User-Key-File-[0-9]:/y

/** Key material after a head, be its lines real or written `\n`; headers such as `Proc-Type` may come before it. */
const MATERIAL = /[A-Za-z0-9+/]{24}/g

/** Where the material must begin: a head that is only talked about has none. */
const HEADERS_CHARS_MAX = 512

/**
 * What stands between a head and its material: line ends, real or written, quotes and commas of a list, numbers of lines,
 * marks of comments, and headers such as `Proc-Type`.
 */
const GAP =
  /(?:\\[rn]|<br ?\/?>|[0-9]{1,6}[ \t:.)|]|[\s"'+|>#*/\\,[\]]){0,32}(?=[A-Za-z0-9+/]{24}|[A-Z][A-Za-z-]{2,24}: )/y

const SERVICE_ACCOUNT = /"service_account"/g

const PRIVATE_JWK = /"d"\s{0,8}:\s{0,8}"[A-Za-z0-9_-]{22,1400}"/

/** How far from `"kty"` the private part of a JWK is looked for. */
const JWK_CHARS_MAX = 1536

export const PRIVATE_KEY_ANCHORS: readonly Anchor[] = [
  armoured('-----BEGIN ', HEAD, /-----END [A-Z0-9 ]{1,64}-----/g),
  armoured('---- BEGIN SSH2', SSH2_HEAD, /---- END [A-Z0-9 ]{1,64} ----/g),
  armoured('PuTTY-User-Key-File-', PUTTY_HEAD, /Private-MAC: [0-9a-f]{40,64}/g),
  { text: '"kty"', read: readJwk },
]

/** A key between a first and a last line; one that is cut off reaches to the end of the text. */
function armoured(anchor: string, head: RegExp, tail: RegExp): Anchor {
  return {
    text: anchor,
    read: (source, at, found) => {
      const match = source.match(head, at)
      if (match === undefined) return
      const start = at + match[0].length
      if (source.match(GAP, start) === undefined) return
      const last = source.next(tail, start)
      const material = source.next(MATERIAL, start)
      if (material >= last || material - start > HEADERS_CHARS_MAX) return
      found('private_key', at, source.nextEnd(tail, start))
      if (source.next(SERVICE_ACCOUNT, 0) < source.text.length) found('google', at, last)
    },
  }
}

function readJwk(source: SecretText, at: number, found: Found): void {
  const { from, to } = source.unread('jwk', at - JWK_CHARS_MAX, at + JWK_CHARS_MAX)
  const match = PRIVATE_JWK.exec(source.text.slice(from, to))
  if (match !== null) found('private_key', from + match.index, from + match.index + match[0].length)
}
