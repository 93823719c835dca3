import { LIMITS } from '../../../limits.ts'

/**
 * How many names and patterns the wildcards of one call may still be held against: very many short texts with wildcards
 * cost more than their characters. Once nothing is left, a name with wildcards is in doubt.
 */
export interface WildcardWork {
  left: number
}

export function wildcardWork(): WildcardWork {
  return { left: LIMITS.wildcardTestsMax }
}
