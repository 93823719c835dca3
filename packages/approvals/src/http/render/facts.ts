import type { JsonObject } from '@kvlar/core'

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
  for (const name of names)
    for (const [key, value] of Object.entries(args))
      if (key.toLowerCase().replace(/[_-]/g, '') === name && typeof value === 'string') return value
  return undefined
}

export function fact(label: string, value: string, tone: Fact['tone'] = 'plain'): Fact {
  return { label, value, tone }
}
