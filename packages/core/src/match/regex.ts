import { RE2JS } from 're2js'

/** A compiled search: linear time, unanchored. */
export interface Regex {
  /** Whether the pattern is found anywhere in the text. */
  test(text: string): boolean
}

export type ParsedRegex =
  { readonly ok: true; readonly regex: Regex } | { readonly ok: false; readonly problem: string }

/** Reads a regular expression in RE2 syntax. */
export function parseRegex(source: string): ParsedRegex {
  try {
    const compiled = RE2JS.compile(source)
    return { ok: true, regex: { test: (text) => compiled.test(text) } }
  } catch (cause) {
    return { ok: false, problem: cause instanceof Error ? cause.message : 'does not parse' }
  }
}
