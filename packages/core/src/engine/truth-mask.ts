import type { Truth } from '../rule.ts'

/**
 * A set of truth values, one bit each. A complete evaluation gives one bit; with unknown arguments, time or state it
 * gives every value that is possible, so that one evaluator serves decisions, listing and the question of needs.
 */
export type TruthMask = number

export const TRUE: TruthMask = 1
export const FALSE: TruthMask = 2
export const ERROR: TruthMask = 4
export const UNKNOWN: TruthMask = 7

/** Strong Kleene conjunction, for every pair of sets: what can come out for what can go in. */
const CONJUNCTIONS = table((left, right) => {
  if (left === FALSE || right === FALSE) return FALSE
  return left === ERROR || right === ERROR ? ERROR : TRUE
})

function table(combine: (left: TruthMask, right: TruthMask) => TruthMask): Uint8Array {
  const results = new Uint8Array(64)
  const values = [TRUE, FALSE, ERROR]
  for (let left = 0; left < 8; left += 1) {
    for (let right = 0; right < 8; right += 1) {
      for (const a of values.filter((value) => (left & value) !== 0))
        for (const b of values.filter((value) => (right & value) !== 0)) {
          const index = left * 8 + right
          results[index] = (results[index] ?? 0) | combine(a, b)
        }
    }
  }
  return results
}

/** False beats error, error beats true. */
export function and(left: TruthMask, right: TruthMask): TruthMask {
  return CONJUNCTIONS[left * 8 + right] ?? ERROR
}

/** True and false change places; an error stays one. */
export function not(mask: TruthMask): TruthMask {
  return ((mask & TRUE) << 1) | ((mask & FALSE) >> 1) | (mask & ERROR)
}

/** True beats error, error beats false (De Morgan). */
export function or(left: TruthMask, right: TruthMask): TruthMask {
  return not(and(not(left), not(right)))
}

export function maskOf(truth: Truth): TruthMask {
  switch (truth) {
    case 'true':
      return TRUE
    case 'false':
      return FALSE
    case 'error':
      return ERROR
  }
}

/** The value of a complete evaluation. */
export function truthOf(mask: TruthMask): Truth {
  if (mask === TRUE) return 'true'
  return mask === FALSE ? 'false' : 'error'
}

export function holds(condition: boolean): TruthMask {
  return condition ? TRUE : FALSE
}
