/** One flag as a grant names it. */
export interface FlagGrant {
  readonly name: string
  /** How its value comes; absent where it takes none. */
  readonly value?: FlagValue
}

export interface FlagValue {
  /**
   * `spaced`: a value that the flag requires, in the next word or as usual in the same one (`-n 40`, `-n40`,
   * `--lines 40`, `--lines=40`). `equals` and `joined`: one that it may have, in the same word only (`--color=auto`,
   * `-U5`); with `--color auto` the second word would be an operand.
   */
  readonly form: 'spaced' | 'equals' | 'joined'
  /** `text`, `number`, `path`, or the names it may be. */
  readonly kind: 'text' | 'number' | 'path' | readonly string[]
}

export type ReadFlagGrant =
  { readonly ok: true; readonly flag: FlagGrant } | { readonly ok: false; readonly problem: string }

/** The notation of a flag, as one pattern for editors: `-l`, `--oneline`, `-n {number}`, `--color={always|never}`. */
export const FLAG_GRANT_PATTERN = '^(?:--?[A-Za-z0-9?][A-Za-z0-9_.-]*(?:[ =]?\\{[^{}]+\\})?|-\\{number\\})$'

const FLAG = /^(--?[A-Za-z0-9?][A-Za-z0-9_.-]*|-(?=\{number\}$))(?:([ =]?)\{([^{}]+)\})?$/

/** Reads one item of `flags`. */
export function readFlagGrant(text: string): ReadFlagGrant {
  const [, name, separator, inner] = FLAG.exec(text) ?? []
  if (name === undefined)
    return {
      ok: false,
      problem: `\`${text}\` is not a flag; write \`-l\`, \`--all\`, \`-n {number}\` or \`--color={auto|never}\``,
    }
  if (inner === undefined) return { ok: true, flag: { name } }
  if (separator === '' && name.length > 2)
    return {
      ok: false,
      problem: `\`${text}\` has nothing between its name and its value; write a space or \`=\``,
    }
  const names = inner.split('|')
  if (names.some((one) => one.trim() !== one || one === ''))
    return { ok: false, problem: `\`${text}\` has an empty name or a blank beside a name among its values` }
  const [only] = names
  const isKind = names.length === 1 && (only === 'text' || only === 'number' || only === 'path')
  const form = separator === '' ? 'joined' : separator === '=' ? 'equals' : 'spaced'
  return { ok: true, flag: { name, value: { form, kind: isKind ? only : names } } }
}
