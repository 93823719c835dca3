import type { Counters } from '@kvlar/core'
import type { SqliteCounters } from '@kvlar/gate/sqlite'
import { onDemand } from '../on-demand.ts'
import { countersFile } from '../places/own-places.ts'

/**
 * Counters of all hooks of this user. Each tool call is a process of its own, so what one has counted lies in a file; it
 * is opened by the first rule that reads or leaves a count.
 */
export function openHookCounters(): Counters & { close(): Promise<void> } {
  const opened = onDemand(async (): Promise<SqliteCounters> => {
    const { openSqliteCounters } = await import('@kvlar/gate/sqlite')
    return openSqliteCounters(countersFile())
  })
  return {
    count: async (call) => (await opened.get()).count(call),
    settle: async (decisionId, end) => (await opened.get()).settle(decisionId, end),
    close: async () => {
      await (await opened.end())?.close()
    },
  }
}
