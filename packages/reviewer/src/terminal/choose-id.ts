/** Digits that a shortened id must have: fewer are soon those of another request. */
const DIGITS_MIN = 8
/** Digits of a whole id. */
const DIGITS = 32
/** Candidates that are listed. */
const CANDIDATES_MAX = 8

/** The id that a text means, or why it means none. */
export type ChosenId =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'none'; readonly message: string; readonly help: string }

/** Whether a text is an id that is not shortened, so that no other need be known to tell which it means. */
export function isWholeId(text: string): boolean {
  return new RegExp(`^(?:apr_|grt_)?[0-9a-f]{${DIGITS}}$`).test(text)
}

/** Itself when it is whole, or the only one of these ids that begins with it. */
export function chooseId(text: string, prefix: 'apr' | 'grt', ids: readonly string[]): ChosenId {
  const [, digits = ''] = new RegExp(`^(?:${prefix}_)?([0-9a-f]{1,${DIGITS}})$`).exec(text) ?? []
  if (digits === '')
    return none(`\`${text}\` is no id`, `an id is \`${prefix}_\` and 32 digits, or 8 or more of them`)
  const id = `${prefix}_${digits}`
  if (digits.length === DIGITS) return { kind: 'one', id }
  const candidates = ids.filter((one) => one.startsWith(id))
  const [only, another] = candidates
  if (digits.length >= DIGITS_MIN && another === undefined) return { kind: 'one', id: only ?? id }
  const why =
    digits.length < DIGITS_MIN
      ? `is too short, give ${DIGITS_MIN} digits or more`
      : 'is the beginning of several'
  return none(`\`${text}\` ${why}; nothing was done`, listed(candidates))
}

function none(message: string, help: string): ChosenId {
  return { kind: 'none', message, help }
}

function listed(candidates: readonly string[]): string {
  if (candidates.length === 0) return 'nothing begins like that'
  const rest = candidates.length - CANDIDATES_MAX
  const more = rest > 0 ? ` and ${rest} more` : ''
  return `it could be ${candidates.slice(0, CANDIDATES_MAX).join(', ')}${more}`
}
