/*
 * A process whose calls are all in one session, which it holds in a file; it says how often the session had acted as soon
 * as it is told, without end.
 */
import { writeSync } from 'node:fs'
import { openSqliteSessions } from '@kvlar/gate/sqlite'

const [, , file = ''] = process.argv
const sessions = await openSqliteSessions(file)
const principal = { id: 'a', kind: 'agent' } as const
for (;;) {
  try {
    const { actions } = await sessions.enter({
      sessionId: 's',
      principal,
      nowMs: Date.now(),
      origin: {},
      isCounted: true,
    })
    writeSync(1, `${actions}\n`)
  } catch {
    // Busy for over 250 ms, which denies.
  }
}
