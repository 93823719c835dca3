import { dropUndefined } from '../document/drop-undefined.ts'
import { readMap, type Read } from '../document/map-reader.ts'
import { readName, readOneOf } from '../document/read-scalar.ts'
import { readDuration } from '../policy/rules/duration.ts'
import { readInstant } from './instant.ts'
import { EARLIER_RESULTS, type EarlierCall } from './policy-test-file.ts'
import { actionOf } from './read-test-action.ts'
import { TEST_EARLIER_KEYS } from './test-keys.ts'

/** Reads a call that was made before the one that is judged. */
export const readEarlierCall: Read<EarlierCall> = (node, report) => {
  const map = readMap(node, report, { keys: TEST_EARLIER_KEYS, what: 'an earlier call' })
  if (map === undefined) return undefined
  const action = actionOf(map)
  const atMs = map.optional('at', readInstant)
  const agoMs = map.optional('ago', readDuration)
  const rest = {
    result: map.optional('result', readOneOf(EARLIER_RESULTS)) ?? ('ok' as const),
    session: map.optional('session', readName),
  }
  if (map.has('at') === map.has('ago')) {
    const has = map.has('at') ? 'both `at` and `ago`' : 'neither `at` nor `ago`'
    return report.shared('BAD_VALUE', node, `an earlier call has ${has}; it needs one of them`)
  }
  const when = atMs !== undefined ? { atMs } : agoMs !== undefined ? { agoMs } : undefined
  return action && when && dropUndefined({ action, when, ...rest })
}
