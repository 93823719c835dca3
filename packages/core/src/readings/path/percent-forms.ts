import { LIMITS } from '../../limits.ts'

/**
 * The text and what it becomes each time its percent-encoding is undone, until nothing changes: a server behind others
 * may decode more than once. Undefined when it does not come to an end.
 */
export function percentForms(text: string): readonly string[] | undefined {
  const forms = [text]
  let current = text
  for (let round = 0; round < LIMITS.percentRoundsMax; round += 1) {
    if (!current.includes('%')) return forms
    const decoded = decodeOnce(current)
    if (decoded === current) return forms
    forms.push(decoded)
    current = decoded
  }
  return undefined
}

/** A percent sign that is encoded many times over counts once, so that each round costs one pass and few are needed. */
function decodeOnce(text: string): string {
  return text
    .replace(/%(?:25)+(?=[0-9a-f]{2})/gi, '%')
    .replace(/%u00([0-9a-f]{2})/gi, '%$1')
    .replace(/(?:%[0-9a-f]{2})+/gi, decodeRun)
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    // Not UTF-8: what is ASCII is decoded, and so are the two bytes that a lenient decoder takes for ASCII.
    return run
      .replace(/%c([01])%([89ab][0-9a-f])/gi, (_, lead: string, trail: string) =>
        asciiOf(Number(lead) * 64 + (Number.parseInt(trail, 16) - 0x80)),
      )
      .replace(/%([0-7][0-9a-f])/gi, (_, code: string) => asciiOf(Number.parseInt(code, 16)))
  }
}

function asciiOf(code: number): string {
  return String.fromCharCode(code)
}
