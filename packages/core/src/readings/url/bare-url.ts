import { isInnerName } from './inner-name.ts'
import { readIpv4, readLooseIpv4 } from './ipv4.ts'
import { readIpv6 } from './ipv6.ts'
import { isMeantAsAddress } from './short-address.ts'
import type { UrlParts } from './url-shape.ts'

/** A longer text is no address. */
const BARE_CHARS_MAX = 2048

/** A host without a scheme: `//host`, an address, `localhost`; as the URL that a client makes of it. */
export function bareUrl(text: string): UrlParts | undefined {
  if (text.length > BARE_CHARS_MAX) return undefined
  const plain = plainUrl(text)
  if (plain !== undefined) return plain
  const isDressed = [withoutUserInfo(text), normalised(text)].some(
    (other) => other !== text && plainUrl(other) !== undefined,
  )
  return isDressed ? { problem: 'it is an address only after it is normalised' } : undefined
}

/** Without a name before the address. One before any other host is a mail address or a place of `scp`. */
function withoutUserInfo(text: string): string {
  return text.replace(/^[^\s/?#\\@]{0,255}@(?=\[|[0-9a-fx.]{3,64}(?:[:/?#\\]|$))/i, '')
}

/** As resolvers read it: letters in their plain form, dots of other scripts as dots, what shows as nothing dropped. */
function normalised(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{DI}]/gu, '')
    .replaceAll('\u3002', '.')
}

function plainUrl(text: string): UrlParts | undefined {
  if (/^[/\\]{2}/.test(text)) return relativeUrl(text)
  if (isInnerName(text)) return { urls: [`http://${text}`] }
  const bracketed = /^\[([^\]]{2,64})\]/.exec(text)?.[1]
  if (bracketed !== undefined) return isIpv6(bracketed) ? { urls: [`http://${text}`] } : undefined
  return isIpv6(text) ? { urls: [`http://[${text}]/`] } : numericUrl(text)
}

/** With a zone after `%` too, which no URL has. */
function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]{2,45}(?:%.{1,32})?$/i.test(text) && readIpv6(text.replace(/%.*$/, '')) !== undefined
}

/** Two slashes and a host. A comment and a share of Windows are no URLs; an address or a dotted name there is one. */
function relativeUrl(text: string): UrlParts | undefined {
  if (/^[/\\]{2}[?.][/\\]unc[/\\][^/\\?#]+/i.test(text)) return { problem: 'it is a share on another host' }
  const [, slashes = '', host = ''] = /^([/\\]+)([^/\\?#]*)/.exec(text) ?? []
  const isPlain = slashes === '//'
  const isHost = /[.:@[%]/.test(host) || isInnerName(host) || readLooseIpv4(host) !== undefined
  const isPlace = isHost || (isPlain && /^[a-z0-9-]+\/./i.test(text.slice(2)))
  if (!isPlace) return undefined
  return isPlain ? { urls: [`https:${text}`] } : { problem: 'readers disagree on its slashes' }
}

/** Digits that lenient readers take for an IPv4 address. */
function numericUrl(text: string): UrlParts | undefined {
  const [, number = '', rest = ''] = /^([0-9a-fx.]{1,64})((?::[0-9]{1,5})?(?:[/?#\\].*)?)$/is.exec(text) ?? []
  if (readIpv4(number) !== undefined) return { urls: [`http://${text}`] }
  const bits = readLooseIpv4(number)
  if (bits === undefined || !isMeantAsAddress(number, rest, bits)) return undefined
  return { problem: 'it is a number that some readers take for an address' }
}
