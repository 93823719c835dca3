/** The 32 bits of a dotted quad as every reader writes it: four decimal numbers without leading zeros. */
export function readIpv4(text: string): number | undefined {
  const parts = text.split('.')
  if (
    parts.length !== 4 ||
    !parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
  )
    return undefined
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

/**
 * The 32 bits that lenient readers (inet_aton, the URL standard) make of a number: one to four parts, each decimal,
 * octal or hexadecimal, the last one filling what is left.
 */
export function readLooseIpv4(text: string): number | undefined {
  const parts = text.replace(/\.$/, '').split('.').map(readPart)
  const last = parts.at(-1)
  if (parts.length > 4 || last === undefined) return undefined
  let sum = 0
  for (const part of parts.slice(0, -1)) {
    if (part === undefined || part > 255) return undefined
    sum = sum * 256 + part
  }
  const room = 256 ** (5 - parts.length)
  return last < room ? sum * room + last : undefined
}

function readPart(part: string): number | undefined {
  if (/^0x[0-9a-f]{0,12}$/i.test(part)) return Number.parseInt(`0${part.slice(2)}`, 16)
  if (/^0[0-7]{0,14}$/.test(part)) return Number.parseInt(part, 8)
  return /^[0-9]{1,14}$/.test(part) ? Number(part) : undefined
}
