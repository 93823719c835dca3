import { isPrivate } from './private-hosts.ts'

/** Two small blocks that are written as one number to get past a filter; most numbers are just numbers. */
const KNOWN_NUMBERS: ReadonlySet<number> = new Set([0x7f0000, 0xa9fea9])
const LOOPBACK = 0x7f00_0001

/** Networks that are asked for by short forms, by their first bits: loopback, link-local, and 192.168. */
const isFamiliar = (bits: number): boolean => bits >>> 24 === 127 || isLinked(bits)
const isLinked = (bits: number): boolean => bits >>> 16 === 0xa9fe || bits >>> 16 === 0xc0a8

/** Whether hosts of a network inside have it: 10, 172.16 to 172.31, 100.64 to 100.127, and the familiar ones. */
function isInside(bits: number): boolean {
  return (
    isFamiliar(bits) || bits >>> 24 === 10 || bits >>> 20 === 0xac1 || (bits >>> 22) << 22 === 0x6440_0000
  )
}

/** By what a rate is told: `10.5/hour`. */
const UNIT =
  /^\/(?:s|sec|second|min|minute|h|hr|hour|d|day|night|w|wk|week|mo|month|q|quarter|y|yr|year|user|seat|person|head|unit|item|piece|pc|each|ea|kg|g|lb|oz|t|m|km|mi|mile|l|gal|k?wh|[kmgt]i?b|req|request|call|token|order|page)s?$/i

/** What stands behind a number that is a place: a port, or a path that is no number and no unit. */
function isPlace(rest: string): boolean {
  const port = /^:([0-9]{2,5})(?=[/?#\\]|$)/.exec(rest)?.[1]
  if (port !== undefined) return Number(port) >= 80
  return /^[/?#\\]/.test(rest) && !/^[/0-9.,]+[0-9]$/.test(rest) && !UNIT.test(rest)
}

/** Registrants of digital object identifiers: `10.1038/nature12373`. */
const DOI = /^10\.[0-9]{4,9}$/

/**
 * Whether a number that lenient readers take for an address is meant as one. Versions, telephone numbers, prices and
 * fractions are numbers with dots too, and few of them have a path or a port.
 */
export function isMeantAsAddress(number: string, rest: string, bits: number): boolean {
  const parts = number.replace(/\.$/, '').split('.')
  if (parts.length === 4) return rest !== '' || isPrivate({ family: 4, bits })
  const isHex = parts.some((part) => /^0x/i.test(part))
  if (rest !== '') {
    if (bits === 0) return isPlace(rest)
    if (parts.length === 1) return isFamiliar(bits) || (isHex && isInside(bits))
    return isFamiliar(bits) || (isInside(bits) && isPlace(rest) && !DOI.test(number))
  }
  if (parts.length === 1) return KNOWN_NUMBERS.has(Math.floor(bits / 256))
  return bits === LOOPBACK || (isHex && isInside(bits)) || (parts.length === 3 && isLinked(bits))
}
