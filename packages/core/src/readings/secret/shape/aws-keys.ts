import { CHARS } from '../char-sets.ts'
import { isMixed, isPlaceholder } from './placeholder.ts'
import type { Anchor, Found, SecretText } from '../secret-text.ts'

const ID_BODY_CHARS = 16
const ID_CHARS = 20
const SECRET_CHARS = 40

/** How far from an access key id its secret key is looked for. */
const NEAR_CHARS = 160

const NAMED_SECRET =
  /secret[-_. ]?(?:access)?[-_. ]?key[\\"'\s:=>]{1,12}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/iy

export const AWS_ANCHORS: readonly Anchor[] = [
  { text: 'AKIA', read: (source, at, found) => readId(source, at, found) },
  // Words begin with these too.
  ...['ASIA', 'ABIA', 'ACCA'].map((text): Anchor => ({
    text,
    read: (source, at, found) => {
      if (/[0-9]/.test(source.text.slice(at, at + ID_CHARS))) readId(source, at, found)
    },
  })),
  {
    text: 'secret',
    ignoresCase: true,
    read: (source, at, found) => {
      const match = source.match(NAMED_SECRET, at)
      const key = match?.[1]
      if (match !== undefined && key !== undefined && isMixed(key) && !isPlaceholder(key))
        found('aws', at + match[0].length - SECRET_CHARS, at + match[0].length)
    },
  },
]

function readId(source: SecretText, at: number, found: Found): void {
  const end = at + ID_CHARS
  if (source.isIn(CHARS.upperAlnum, at - 1) || source.runEnd(CHARS.upperAlnum, at) !== end) return
  if (isPlaceholder(source.text.slice(end - ID_BODY_CHARS, end))) return
  found('aws', at, end)
  readSecrets(source, at, found)
}

const FREE_SECRET = /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g

/** A secret key has no prefix: any free run of its length and mixture beside an id is taken for one. */
function readSecrets(source: SecretText, at: number, found: Found): void {
  const { from, to } = source.unread('aws', at - NEAR_CHARS, at + NEAR_CHARS)
  // One character more on either side shows whether a run stands free.
  const start = Math.max(0, from - 1)
  for (const { 0: key, index } of source.text.slice(start, to + SECRET_CHARS + 1).matchAll(FREE_SECRET))
    if (isMixed(key) && !isPlaceholder(key)) found('aws', start + index, start + index + SECRET_CHARS)
}
