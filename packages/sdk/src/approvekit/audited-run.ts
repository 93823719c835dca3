import type { JsonObject } from '@kvlar/core/json'
import type { JudgedCall } from '../judged-call.ts'
import type { Road } from '../road.ts'
import type { AuditLog } from './audit-log.ts'
import { stopped } from './stopped.ts'

export interface AuditedRunOptions {
  readonly road: Road
  readonly audit: AuditLog
  /** What the reviewer of a request noted; never rejects. */
  readonly notesOf: (requestId: string) => Promise<string | null>
}

/** A call to be judged, and its arguments with hidden values replaced. */
export interface AuditedJudgedCall extends JudgedCall {
  readonly shownArgs: JsonObject
}

/** Takes a call along the road and adds to the history how it ended: after it has run, or when it may not. */
export type AuditedRun = <Result>(
  call: AuditedJudgedCall,
  start: () => Result | Promise<Result>,
) => Promise<Result>

export function createAuditedRun({ road, audit, notesOf }: AuditedRunOptions): AuditedRun {
  return async (call, start) => {
    const audited = { name: call.action.resource, args: call.shownArgs }
    let requestId: string | undefined
    let result: 'not_run' | 'failed' | 'executed' = 'not_run'
    try {
      return await road.travel(call, async ({ approvalId }) => {
        requestId = approvalId
        result = 'failed'
        const given = await start()
        result = 'executed'
        return given
      })
    } catch (error) {
      // What the function throws is the caller's, also when it looks like an error of ours.
      if (result !== 'not_run') throw error
      const { error: told, end } = await stopped(error, {
        name: audited.name,
        signal: call.signal,
        notesOf,
      })
      if (end !== undefined) audit.add(audited, end)
      throw told
    } finally {
      if (result !== 'not_run') {
        const reviewer_notes = requestId === undefined ? null : await notesOf(requestId)
        audit.add(audited, { decision: 'approved', result, reviewer_notes, requestId })
      }
    }
  }
}
