import type { JsonFinding } from '@kvlar/core/json'
import { requestFault, type Fault } from './answers/fault.ts'

/** Which parts of a message must have one reading in every reader; the rest is carried, not judged. */
export type StrictPlaces = 'everywhere' | 'call' | 'answer'

/**
 * What the reader found that this message may not have. In a message that is judged: anything anywhere. In another
 * call: odd keys of the envelope, and nesting. In an answer: odd keys of the envelope; inside a result, what parses is
 * let through, and its id may be written as any number: whoever waits is given the id that it knows. In all: anything in
 * the requests that it embeds.
 */
export function findingsFault(findings: readonly JsonFinding[], strict: StrictPlaces): Fault | undefined {
  for (const finding of findings) {
    const fault = faultOf(finding)
    if (fault !== undefined && counts(finding, strict)) return fault
  }
  return undefined
}

function counts({ kind, path }: JsonFinding, strict: StrictPlaces): boolean {
  const [member, field] = path
  if (kind === 'number_form') return strict !== 'answer'
  if (strict === 'everywhere' || field === 'inputRequests') return true
  if (strict === 'call') return kind === 'deep' || path.length <= 1
  return member !== 'result' && member !== 'error'
}

function faultOf({ kind, path }: JsonFinding): Fault | undefined {
  switch (kind) {
    case 'folded_siblings':
      return requestFault('FOLDED_KEY', 'two keys of one object could be read as the same')
    case 'number_changes':
      return requestFault('NUMBER_CHANGES', 'a number would lose digits in a reader that uses doubles')
    case 'lone_surrogate':
      return requestFault('LONE_SURROGATE', 'a text holds half of a surrogate pair')
    case 'deep':
      return requestFault('TOO_DEEP', 'the message is nested too deeply')
    case 'number_form':
      return path[0] === 'id' ? requestFault('BAD_ID', 'the id is not written as an integer') : undefined
  }
}
