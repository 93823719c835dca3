import type { Approvals, Grant, HeldRequest } from '@kvlar/approvals'
import { RefusedError } from '../refused-error.ts'
import { UsageError } from '../usage-error.ts'

/** Digits that a shortened id must have: fewer are soon those of another request. */
const DIGITS_MIN = 8
/** Digits of a whole id. */
const DIGITS = 32
/** Candidates that are listed. */
const CANDIDATES_MAX = 8

/**
 * The one request that a command line names by its id, or by 8 or more digits of it.
 * @throws UsageError for a text that could mean several, RefusedError when there is none
 */
export async function findRequest(approvals: Approvals, named: string | undefined): Promise<HeldRequest> {
  const text = needed(named, 'request', '`kvlar approvals list` lists them')
  const id = chooseId(text, 'apr', isWhole(text) ? [] : await knownIds(approvals))
  // Old ones are found by their whole id, and as their clocks have them by now.
  const found = await approvals.get(id)
  if (found !== undefined) return found
  throw new RefusedError(
    'NOT_FOUND',
    `there is no request \`${text}\``,
    '`kvlar approvals list --status all` lists them',
  )
}

async function knownIds(approvals: Approvals): Promise<readonly string[]> {
  const pending = await approvals.list({ states: ['pending'] })
  return [...new Set([...pending, ...(await approvals.list())].map(({ id }) => id))]
}

/** Whether a text is an id that is not shortened, so that no other need be known to tell which it means. */
function isWhole(text: string): boolean {
  return new RegExp(`^(?:apr_)?[0-9a-f]{${DIGITS}}$`).test(text)
}

/** The same of a grant. @throws UsageError, RefusedError */
export async function findGrant(approvals: Approvals, named: string | undefined): Promise<Grant> {
  const text = needed(named, 'grant', '`kvlar approvals grants` lists them')
  const grants = await approvals.grants()
  const id = chooseId(
    text,
    'grt',
    grants.map((one) => one.id),
  )
  const found = grants.find((one) => one.id === id)
  if (found !== undefined) return found
  throw new RefusedError(
    'NOT_FOUND',
    `no grant \`${text}\` is good now`,
    '`kvlar approvals grants` lists them',
  )
}

/**
 * The id that a text means: itself when it is whole, or the only one that begins with it.
 * @throws UsageError
 */
export function chooseId(text: string, prefix: 'apr' | 'grt', ids: readonly string[]): string {
  const [, digits = ''] = new RegExp(`^(?:${prefix}_)?([0-9a-f]{1,${DIGITS}})$`).exec(text) ?? []
  if (digits === '')
    throw new UsageError(
      `\`${text}\` is no id`,
      `an id is \`${prefix}_\` and 32 digits, or 8 or more of them`,
    )
  const id = `${prefix}_${digits}`
  if (digits.length === DIGITS) return id
  const candidates = ids.filter((one) => one.startsWith(id))
  const [only, another] = candidates
  if (digits.length >= DIGITS_MIN && another === undefined) return only ?? id
  const why =
    digits.length < DIGITS_MIN
      ? `is too short, give ${DIGITS_MIN} digits or more`
      : 'is the beginning of several'
  throw new UsageError(`\`${text}\` ${why}; nothing was done`, listed(candidates))
}

function listed(candidates: readonly string[]): string {
  if (candidates.length === 0) return 'nothing begins like that'
  const rest = candidates.length - CANDIDATES_MAX
  const more = rest > 0 ? ` and ${rest} more` : ''
  return `it could be ${candidates.slice(0, CANDIDATES_MAX).join(', ')}${more}`
}

function needed(named: string | undefined, what: string, help: string): string {
  if (named !== undefined) return named
  throw new UsageError(`which ${what}?`, help)
}
