import type { ApprovalEvent } from '@kvlar/approvals'
import type { RecordedEvent } from '@kvlar/audit'
import type { Decided } from '@kvlar/gate'
import { judgedCall, outcomeOf } from './call-outcome.ts'
import type { HealthEvent, HealthPart, HealthWatcher } from './health-event.ts'

/** Where all that is counted comes together. While nobody watches it costs a look at an empty set. */
export interface Hub {
  readonly watch: (watcher: HealthWatcher) => () => void
  readonly tell: (event: HealthEvent) => void
  /** Takes what a gate says of a call. */
  readonly judged: (judged: readonly Decided[]) => void
  /** Takes an event that is being recorded, and when that is done. */
  readonly recording: (event: RecordedEvent, done: Promise<void> | void) => void
  /** Takes a step of an approval. */
  readonly noted: (event: ApprovalEvent) => void
  readonly failed: (part: HealthPart) => () => void
  /** A server whose name comes from configuration; any other is `_other`. */
  readonly nameServer: (server: string) => void
}

export function createHub(): Hub {
  const watchers = new Set<HealthWatcher>()
  const servers = new Set<string>()
  const tell = (event: HealthEvent): void => {
    for (const watcher of watchers) watcher(event)
  }
  const nameOf = (server: string | undefined): { readonly server?: string } =>
    server === undefined ? {} : { server: servers.has(server) ? server : OTHER }

  return {
    watch: (watcher) => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    tell,
    judged: (judged) => {
      if (watchers.size === 0) return
      const call = judgedCall(judged)
      if (call === undefined) return
      const { outcome, deciding } = call
      const wouldBe = judged.find((one) => one.wouldBe !== undefined)?.wouldBe
      tell({
        kind: 'judged',
        outcome,
        rule: deciding.effective.ruleId,
        ...nameOf(deciding.action.server),
        seconds: judged.reduce((sum, { decideUs }) => sum + decideUs, 0) / 1_000_000,
        ...(wouldBe !== undefined && { wouldBe: outcomeOf(wouldBe) }),
      })
    },
    recording: (event, done) => {
      if (watchers.size === 0) return
      switch (event.kind) {
        case 'decided':
          done?.catch(() => tell({ kind: 'unrecorded' }))
          return
        case 'result':
          return tell({ kind: 'ended', result: event.result, seconds: event.latencyMs / 1000 })
        case 'refused':
          return tell({ kind: 'refused' })
      }
    },
    noted: (event) => {
      if (event.kind !== 'decided') return
      const { state, createdAtMs } = event.request
      if (state !== 'approved' && state !== 'denied') return
      tell({ kind: 'decided', decision: state, seconds: Math.max(0, event.atMs - createdAtMs) / 1000 })
    },
    failed: (part) => () => tell({ kind: 'failed', part }),
    nameServer: (server) => void servers.add(server),
  }
}

const OTHER = '_other'
