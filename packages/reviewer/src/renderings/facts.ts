import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { REVIEW_LIMITS } from '../review-limits.ts'

/** What our own reading of an argument says about it; never what the agent says. */
export interface Rendering {
  /** For example `SQL` or `shell`. */
  readonly kind: string
  readonly facts: readonly Fact[]
  readonly lines?: readonly DiffLine[]
}

export interface Fact {
  readonly label: string
  readonly value: string
  readonly tone: 'plain' | 'warn' | 'danger'
}

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed' | 'skipped'
  readonly text: string
}

/** Reads the arguments of a call; undefined when they are not of its kind. */
export type Renderer = (args: JsonObject, tool: string) => Rendering | undefined

/** The first of these arguments that is a text, by names compared without case and separators. */
export function textArgument(args: JsonObject, names: readonly string[]): string | undefined {
  const value = argument(args, names, (given) => typeof given === 'string')
  return typeof value === 'string' ? value : undefined
}

/** The first of these arguments that is fit, by names compared without case and separators. */
export function argument(
  args: JsonObject,
  names: readonly string[],
  isFit: (value: JsonValue) => boolean = () => true,
): JsonValue | undefined {
  for (const name of names)
    for (const [key, value] of Object.entries(args))
      if (key.toLowerCase().replace(/[_-]/g, '') === name && isFit(value)) return value
  return undefined
}

export function fact(label: string, value: string, tone: Fact['tone'] = 'plain'): Fact {
  const isLong = value.length > REVIEW_LIMITS.factCharsMax
  // Cut openly: the whole value stands among the arguments.
  const shown = isLong
    ? `${value.slice(0, REVIEW_LIMITS.factCharsMax)}\u2026 (${value.length} characters)`
    : value
  return { label, value: shown, tone }
}

/** That an argument could not be read, which a reviewer should take as a warning. */
export function uninspectable(why: string): Fact {
  return fact('uninspectable', `${why}; read the argument itself`, 'danger')
}
