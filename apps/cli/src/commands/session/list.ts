import { listSessions, type ListedSession } from '@kvlar/audit'
import { jsonLine, plural, visibleText } from '@kvlar/core/text'
import { targetKey, type Revocation } from '@kvlar/gate'
import { auditPlaceIfAny, readRows } from '@kvlar/runtime/record'
import { lookAtStanding } from '@kvlar/runtime/standing'
import { NOTHING_YET } from '../../audit/nothing-yet.ts'
import { readFilter } from '../../audit/read-filter.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'
import type { sessionListSpec } from './list-spec.ts'

const ALL = { until: undefined, outcome: undefined, resource: undefined, agent: undefined, rule: undefined }

/** Lists the sessions of the record, and who is turned away. */
export async function run(
  { flags, operands: [named] }: Input<typeof sessionListSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const place = auditPlaceIfAny(named)
  const sessions = await listSessions(readRows(place, readFilter({ ...ALL, since: flags.since }, Date.now())))
  const revocations = await turnedAway(flags.redis)
  const revoked = new Map(revocations.map((one) => [targetKey(one.target), one]))
  const revocationOf = ({ id }: ListedSession) => revoked.get(targetKey({ kind: 'session', id }))
  if (flags.json) {
    const listed = sessions.map((one) => ({ ...one, revoked: revocationOf(one) !== undefined }))
    out.line(jsonLine({ sessions: listed, revocations: revocations.map(revocationJson) }))
    return EXIT_CODES.ok
  }
  for (const session of sessions) printSession(session, revocationOf(session) !== undefined, out)
  for (const revocation of revocations) printRevocation(revocation, out)
  err.line(place === undefined ? NOTHING_YET : plural(sessions.length, 'session'))
  return EXIT_CODES.ok
}

async function turnedAway(redis: string | undefined): Promise<readonly Revocation[]> {
  const standing = await lookAtStanding(redis)
  try {
    return await standing.revocations.list()
  } finally {
    await standing.close()
  }
}

function printSession(
  { id, principal, agent, first, last, actions }: ListedSession,
  isRevoked: boolean,
  page: Page,
) {
  const who = principal === agent ? principal : `${principal} through ${agent}`
  const mark = isRevoked ? `  ${page.tone('bad', 'turned away')}` : ''
  const span = `${first} to ${last}`
  page.line(
    `${visibleText(id)}  ${visibleText(who)}  ${plural(actions, 'action')}  ${page.tone('quiet', span)}${mark}`,
  )
}

function printRevocation({ target, by, reason, atMs }: Revocation, page: Page): void {
  const at = new Date(atMs).toISOString()
  page.line(
    `${page.tone('bad', 'turned away')}  ${visibleText(targetKey(target))}  ${visibleText(`by ${by}: ${reason}`)}  ${page.tone('quiet', at)}`,
  )
}

function revocationJson({ target, by, reason, atMs }: Revocation) {
  return { target, by, reason, at: new Date(atMs).toISOString() }
}
