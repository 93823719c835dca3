import { decodeBase64 } from '../coding/base64.ts'
import type { Anchor, Found, SecretText } from '../secret-text.ts'

const SECRET_KIND = /kind["']?[ \t]{0,4}:[ \t]{0,4}["']?Secret["']?[ \t]{0,8}(?=[\r\n,}]|$)/y

/** How far from its kind the data of a manifest is looked for. */
const MANIFEST_CHARS = 4096

/** How much of a value shows whether it is a text. */
const CHARS_READ = 64

/** Where the data begins, and one entry of it with a value in base64. */
const DATA = /(?<![\w-])["']?data["']?[ \t]{0,4}:[ \t]{0,4}\{?[ \t]{0,4}(?=[\r\n"'\w])/g
const ENTRY =
  /[\s{,]*["']?[\w.-]{1,253}["']?[ \t]{0,4}:[ \t]{0,4}["']?([A-Za-z0-9+/]{4,1024}={0,2})["']?[ \t]{0,4}(?=[,}\r\n]|$)/y

/** Values in base64 of a `Secret` of Kubernetes, whatever they are called. */
export const KUBERNETES_ANCHORS: readonly Anchor[] = [{ text: 'kind', read: readManifest }]

function readManifest(source: SecretText, at: number, found: Found): void {
  if (source.match(SECRET_KIND, at) === undefined) return
  const { from, to } = source.unread('kubernetes', at - MANIFEST_CHARS, at + MANIFEST_CHARS)
  const manifest = source.text.slice(from, to)
  for (const { 0: head, index } of manifest.matchAll(DATA)) {
    let place = index + head.length
    for (;;) {
      ENTRY.lastIndex = place
      const entry = ENTRY.exec(manifest)
      const value = entry?.[1]
      if (entry === null || value === undefined) break
      const start = from + place + entry[0].lastIndexOf(value)
      if (isText(decodeBase64(value.slice(0, CHARS_READ).replace(/=+$/, ''))))
        found('named_secret', start, start + value.length)
      place += entry[0].length
    }
  }
}

function isText(bytes: string): boolean {
  return bytes.length >= 3 && /^[\t\n\r\x20-\x7e]+$/.test(bytes)
}
