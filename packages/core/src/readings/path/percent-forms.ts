import { LIMITS } from '../../limits.ts'

/**
 * The text and what it becomes each time its percent-encoding is undone, until nothing changes: a server behind others
 * may decode more than once. Undefined when it does not come to an end.
 */
export function percentForms(text: string): readonly string[] | undefined {
  if (!text.includes('%')) return [text]
  const forms = [...onceEach(text)]
  let current = text
  for (let round = 0; round < LIMITS.percentRoundsMax; round += 1) {
    const decoded = decodeAll(current)
    if (decoded === current) return [...new Set(forms)]
    forms.push(decoded)
    current = decoded
    if (!current.includes('%')) return [...new Set(forms)]
  }
  return undefined
}

/** As servers that decode so many times have it: of `%252e/../x` the first is `%2e/../x`, where a folder goes. */
function* onceEach(text: string): Generator<string> {
  yield text
  let current = text
  for (let round = 0; round < LIMITS.percentRoundsMax && /%25/.test(current); round += 1) {
    current = decodeOnce(current)
    yield current
  }
}

/** A percent sign that is encoded many times over counts once, so that each round costs one pass and few are needed. */
function decodeAll(text: string): string {
  return decodeOnce(text.replace(/%(?:25)+(?=[0-9a-f]{2})/gi, '%'))
}

function decodeOnce(text: string): string {
  return text.replace(/%u00([0-9a-f]{2})/gi, '%$1').replace(/(?:%[0-9a-f]{2})+/gi, decodeRun)
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
