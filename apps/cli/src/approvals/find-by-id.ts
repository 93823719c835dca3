import type { Approvals, Grant, HeldRequest } from '@kvlar/approvals'
import { chooseId, isWholeId } from '@kvlar/reviewer/terminal'
import { RefusedError } from '../failures/refused-error.ts'
import { UsageError } from '../failures/usage-error.ts'

/**
 * The one request that a command line names by its id, or by 8 or more digits of it.
 * @throws UsageError for a text that could mean several, RefusedError when there is none
 */
export async function findRequest(approvals: Approvals, named: string | undefined): Promise<HeldRequest> {
  const text = needed(named, 'request', '`kvlar approvals list` lists them')
  const id = chosen(text, 'apr', isWholeId(text) ? [] : await knownIds(approvals))
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

/** The same of a grant. @throws UsageError, RefusedError */
export async function findGrant(approvals: Approvals, named: string | undefined): Promise<Grant> {
  const text = needed(named, 'grant', '`kvlar approvals grants` lists them')
  const grants = await approvals.grants()
  const id = chosen(
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

function chosen(...of: Parameters<typeof chooseId>): string {
  const choice = chooseId(...of)
  if (choice.kind === 'one') return choice.id
  throw new UsageError(choice.message, choice.help)
}

function needed(named: string | undefined, what: string, help: string): string {
  if (named !== undefined) return named
  throw new UsageError(`which ${what}?`, help)
}
