import type { EntryBody } from '../entry/entry.ts'
import { decidedBody } from './decided-body.ts'
import type { EntryContext, RecordedEvent } from './recorded-event.ts'
import { refusedBody } from './refused-body.ts'
import { resultBody } from './result-body.ts'

/**
 * What is written of an event: two entries for each forwarded call, its decision and its result.
 * @throws EvaluationError for arguments that are not JSON; the call is then not to be forwarded
 */
export function entryBody(event: RecordedEvent, context: EntryContext): EntryBody {
  switch (event.kind) {
    case 'decided':
      return decidedBody(event, context)
    case 'result':
      return resultBody(event)
    case 'refused':
      return refusedBody(event)
  }
}
