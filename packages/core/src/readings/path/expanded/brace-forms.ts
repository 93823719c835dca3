import { LIMITS } from '../../../limits.ts'

/** Nothing but what names, wildcards and separators are made of. */
const LIKE_A_GLOB = /^[\w.,/\\:=@~+*?[\]{}!-]*$/

export type BraceForms =
  { readonly ok: true; readonly forms: readonly string[] } | { readonly ok: false; readonly problem: string }

/**
 * What a shell makes of the braces in a text, `{.env,x}` and `/etc/{shadow,x}`; nothing where there are none. Of code
 * with very many of them nothing either, and of anything else with very many a problem.
 */
export function braceForms(text: string): BraceForms {
  if (!text.includes('{') || !text.includes(',')) return NONE
  if (text.length > LIMITS.patternCharsMax) return LIKE_A_GLOB.test(text) ? TOO_MANY : NONE
  const max = Math.min(LIMITS.braceFormsMax, LIMITS.braceCharsMax / text.length)
  const forms: string[] = []
  const open = [text]
  while (open.length > 0) {
    const next = open.pop() ?? ''
    const expanded = expandFirst(next)
    if (expanded !== undefined) open.push(...expanded)
    else if (next !== text) forms.push(next)
    if (forms.length + open.length > max) return LIKE_A_GLOB.test(text) ? TOO_MANY : NONE
  }
  return { ok: true, forms }
}

const NONE: BraceForms = { ok: true, forms: [] }
const TOO_MANY: BraceForms = { ok: false, problem: 'its braces stand for more names than are looked at' }

/** The text with each alternative of its first group in place of the group; undefined without one. */
function expandFirst(text: string): readonly string[] | undefined {
  const starts: number[] = []
  /** Of the groups that are open, where their alternatives end. */
  const commas: number[][] = []
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '{') {
      starts.push(at)
      commas.push([])
    } else if (sign === ',') commas.at(-1)?.push(at)
    else if (sign === '}') {
      const start = starts.pop()
      const ends = commas.pop() ?? []
      if (start === undefined || ends.length === 0) continue
      const from = [start, ...ends]
      return [...ends, at]
        .slice(0, LIMITS.braceFormsMax + 1)
        .map(
          (end, index) =>
            text.slice(0, start) + text.slice((from[index] ?? at) + 1, end) + text.slice(at + 1),
        )
    }
  }
  return undefined
}
