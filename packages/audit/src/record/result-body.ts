import type { ResultBody } from '../entry/entry.ts'
import { decisionId } from './decision-id.ts'
import type { ResultEvent } from './recorded-event.ts'

/** The entry of how a forwarded call ended. */
export function resultBody(event: ResultEvent): ResultBody {
  const { result, digest, bytes, latencyMs } = event
  return {
    kind: 'result',
    decision_id: decisionId(event),
    result,
    ...(digest === undefined ? {} : { digest }),
    ...(bytes === undefined ? {} : { bytes }),
    latency_ms: latencyMs,
  }
}
