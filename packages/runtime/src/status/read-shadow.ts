import type { AuditRow } from '@kvlar/audit'
import { heldChains, readHomeId } from '@kvlar/audit/file'
import { whyOf } from '../notice.ts'
import type { ObservingProcess, ShadowState } from './status.ts'

/** Read of the chains that are being written, for what is in force there. */
const READ_BYTES_MAX = 64 * 1024 * 1024

/** What runs in shadow mode by the record, and what was let go in it. @param rows the newest of the record */
export async function readShadow(
  home: string,
  rows: readonly AuditRow[],
  nowMs: number,
): Promise<ShadowState> {
  try {
    const held = (await readHomeId(home)) === undefined ? [] : await heldChains(home, READ_BYTES_MAX)
    const running = held.flatMap(({ chain, policy }): readonly ObservingProcess[] => {
      const shadow = policy?.observe_only
      if (shadow === undefined) return []
      const { until, lifts_invariants: liftsInvariants = false } = shadow
      if (until !== undefined && Date.parse(until) <= nowMs) return []
      return [{ ...whose(chain, rows), ...(until !== undefined && { until }), liftsInvariants }]
    })
    const letGo = rows.filter(({ entry }) => entry.kind === 'decided' && entry.would_be !== undefined)
    const [last] = letGo
    return {
      kind: 'known',
      running,
      looked: rows.length,
      letGo: letGo.length,
      ...(last !== undefined && { lastAt: last.entry.time }),
    }
  } catch (error) {
    return { kind: 'unknown', why: whyOf(error) }
  }
}

/** For which server and agent a chain is written, as far as its newest calls say. */
function whose(chain: string, rows: readonly AuditRow[]): Pick<ObservingProcess, 'server' | 'agentId'> {
  for (const row of rows) {
    if (row.chain !== chain || row.entry.kind !== 'decided') continue
    const { server, agent_id: agentId } = row.entry
    return { agentId, ...(server !== undefined && { server }) }
  }
  return {}
}
