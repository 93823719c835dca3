import { listSessions, type AuditRow, type DecidedBody } from '@kvlar/audit'
import { expect, test } from 'vitest'

/** An entry with what a list of sessions reads. */
function decided(at: number, session: string, call: number, effective: DecidedBody['effective']): AuditRow {
  const entry = {
    kind: 'decided',
    time: `2026-11-30T12:00:0${at}.000Z`,
    session_id: session,
    decision_id: `${session}:${call}`,
    principal: { id: 'ana', kind: 'user', roles: [] },
    agent_id: 'bot',
    effective,
  }
  return { chain: 'c', entry: entry as unknown as AuditRow['entry'] }
}

async function* rows(...all: readonly AuditRow[]): AsyncGenerator<AuditRow> {
  yield* all
}

test('a session counts each action once, also one that waited for people while others went on', async () => {
  const listed = await listSessions(
    rows(
      decided(1, 's', 1, 'wait'),
      decided(2, 's', 2, 'forward'),
      decided(3, 't', 1, 'refuse'),
      decided(4, 's', 1, 'forward'),
    ),
  )
  expect(listed).toEqual([
    {
      id: 't',
      principal: 'ana',
      agent: 'bot',
      first: expect.any(String),
      last: expect.any(String),
      actions: 1,
    },
    {
      id: 's',
      principal: 'ana',
      agent: 'bot',
      first: '2026-11-30T12:00:01.000Z',
      last: '2026-11-30T12:00:04.000Z',
      actions: 2,
    },
  ])
})
