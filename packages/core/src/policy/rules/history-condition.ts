import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type KeyTable, type MapReader, type Read } from '../../document/map-reader.ts'
import type { Node } from '../../document/node.ts'
import { readInteger, readList, readName, readOneOf } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { LIMITS } from '../../limits.ts'
import {
  HISTORY_SCOPES,
  type FieldPath,
  type HistoryCondition,
  type HistoryMeasure,
  type HistoryScope,
  type Match,
  type SameArgument,
} from '../../rule.ts'
import { readDuration } from './duration.ts'
import { readFieldPath } from './field-path.ts'
import { COUNT_KEYS, SAME_KEYS, SEEN_KEYS, SUM_KEYS } from './kvlar-keys.ts'
import { readSumTerms, sumBound } from './sum-terms.ts'

const KEYS: { readonly [Measure in HistoryMeasure]: KeyTable } = {
  seen: SEEN_KEYS,
  count: COUNT_KEYS,
  sum: SUM_KEYS,
}

/** `seen`, `count` or `sum`; `readMatch` reads which other calls are meant. */
export function readHistory(measure: HistoryMeasure, readMatch: Read<Match>): Read<HistoryCondition> {
  return (node, report) => {
    const before = report.errors
    const map = readMap(node, report, { keys: KEYS[measure], what: `\`${measure}\`` })
    if (map === undefined) return undefined
    const match = measure === 'seen' ? map.required('match', readMatch) : map.optional('match', readMatch)
    const pot = map.optional('pot', readName)
    const by = map.optional('by', readBy(pot !== undefined)) ?? ['principal']
    const same = map.optional('same', readList(readSame, { min: 1, max: LIMITS.fieldsMax })) ?? []
    const withinMs = map.required('within', readDuration)
    const sum = measure === 'sum' ? readSumTerms(map, report) : undefined
    const bound = readBound(map, measure, report)
    if (pot !== undefined && match !== undefined) refuseMatch(map, report)
    if (measure === 'seen' && match?.words !== undefined) refuseWords(map, report)
    if (report.errors > before || withinMs === undefined || bound === undefined) return undefined
    const origin = report.origin(node.place)
    return dropUndefined({ kind: 'history', measure, match, sum, by, same, withinMs, ...bound, pot, origin })
  }
}

/** A pot holds the calls of the rules that name it; one rule cannot say so for the others. */
function refuseMatch(map: MapReader, report: Report): void {
  const place = map.node.entries.get('match')?.keyPlace ?? map.node
  const message = '`match` and `pot` do not go together: a pot holds the calls of the rules that name it'
  report.shared('BAD_VALUE', place, message, 'keep one of them')
}

/** A word says what a tool does, and never that it does nothing else: too little for a prerequisite. */
function refuseWords(map: MapReader, report: Report): void {
  const message =
    '`words` is too wide for calls that must have been there: `look_up` is in `look_up_and_delete`'
  report.shared('BAD_VALUE', map.node.entries.get('match')?.value ?? map.node, message, 'write `resources`')
}

/** Whose calls share a window; an empty list for everybody's. */
function readBy(hasPot: boolean): Read<readonly HistoryScope[]> {
  const everybody = hasPot ? 'pot' : 'rule'
  const words = [...HISTORY_SCOPES, everybody]
  return (node, report) => {
    const read = readOneOf(words)
    const named = node.kind === 'list' ? readList(read, { min: 1 })(node, report) : only(read(node, report))
    if (named === undefined) return undefined
    const scopes = HISTORY_SCOPES.filter((scope) => named.includes(scope))
    if (!named.includes(everybody)) return scopes
    if (scopes.length === 0) return []
    const message = `\`${everybody}\` stands for everybody's calls together, so nothing can stand beside it`
    return report.shared('BAD_VALUE', node, message, `write \`by: ${everybody}\` or leave it away`)
  }
}

function only(word: string | undefined): readonly string[] | undefined {
  return word === undefined ? undefined : [word]
}

const readSame: Read<SameArgument> = (node, report) => {
  if (node.kind !== 'map') {
    const path = readSinglePath(node, report)
    return path && { here: path, there: path }
  }
  const map = readMap(node, report, { keys: SAME_KEYS, what: 'an item of `same`' })
  const here = map?.required('here', readSinglePath)
  const there = map?.required('there', readSinglePath)
  return here && there && { here, there }
}

/** A path that leads to one value. */
function readSinglePath(node: Node, report: Report): FieldPath | undefined {
  const path = readFieldPath(node, report)
  if (path?.segments.some(({ kind }) => kind === 'wildcard') !== true) return path
  return report.shared('BAD_VALUE', node, `\`${path.text}\` leads to several values; \`same\` compares one`)
}

/** The one bound: every measure has it from one side. */
function readBound(
  map: MapReader,
  measure: HistoryMeasure,
  report: Report,
): Pick<HistoryCondition, 'bound' | 'limit'> | undefined {
  const read = measure === 'sum' ? sumBound : readInteger(measure === 'seen' ? 1 : 0, LIMITS.rateMax)
  const atLeast = map.optional('at_least', read)
  if (measure === 'seen') return map.has('at_least') ? bounded('at_least', atLeast) : SEEN_ONCE
  const atMost = map.optional('at_most', read)
  if (map.has('at_most') !== map.has('at_least'))
    return map.has('at_most') ? bounded('at_most', atMost) : bounded('at_least', atLeast)
  const has = map.has('at_most') ? 'both `at_most` and `at_least`' : 'neither `at_most` nor `at_least`'
  return report.shared('BAD_VALUE', map.node, `\`${measure}\` has ${has}; it takes one of them`)
}

const SEEN_ONCE = { bound: 'at_least', limit: 1 } as const

function bounded(bound: HistoryCondition['bound'], limit: number | undefined) {
  return limit === undefined ? undefined : { bound, limit }
}

/** A test inside of `match` that would need the state of another call's time. */
export function refuseState(key: string): Read<never> {
  return (node, report) =>
    report.shared(
      'BAD_VALUE',
      node,
      `\`${key}\` cannot stand inside of \`match\`: of other calls only what they asked for is known`,
      'put it beside, as a condition of its own',
    )
}
