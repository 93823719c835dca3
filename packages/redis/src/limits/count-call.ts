import type { CountedCall, Counts, Mark, Need } from '@kvlar/core'
import { memberOf, type CounterKeys, type Series } from './counter-keys.ts'
import type { RedisReply } from '../store/open-store.ts'

type CountNeed = Exclude<Need, { readonly kind: 'session_age' }>

/** What is counted of a call, and how. */
export interface Counting {
  readonly call: CountedCall
  /** Names this attempt to count the decision. */
  readonly attempt: string
  /** Empty for that of Redis. */
  readonly nowMs: number | ''
  readonly seriesMax: number
  readonly callsMax: number
}

/** What the script is told, each series once, in the order in which it takes it. */
export function countArguments(keys: CounterKeys, counting: Counting) {
  const { call, attempt, nowMs, seriesMax, callsMax } = counting
  const { decisionId, marks, isLetGo = false } = call
  const all: string[] = [...keys.head, keys.open(decisionId)]
  const places = new Map<string, number>()
  const placeOf = (series: Series): number => {
    const of = keys.of(series)
    const [first = ''] = of
    const known = places.get(first)
    if (known !== undefined) return known
    all.push(...of)
    const place = all.length - of.length + 1
    places.set(first, place)
    return place
  }
  const needs = needsOf(call)
  return {
    args: [
      nowMs,
      decisionId,
      attempt,
      isLetGo ? 1 : 0,
      seriesMax,
      callsMax,
      needs.length,
      ...needs.flatMap((need) => {
        const series = seriesOfNeed(need)
        return [
          need.kind,
          placeOf(series),
          need.windowMs,
          ownOf(need),
          need.atMost ?? '',
          series.kind === 'rate' ? memberOf(series) : '',
        ]
      }),
      marks.length,
      ...marks.flatMap(({ keepMs, amount, counts, cap, ...mark }) => {
        const series = seriesOfMark(mark)
        return [
          placeOf(series),
          keepMs,
          amount,
          counts === 'ok' ? 1 : 0,
          cap?.windowMs ?? '',
          cap?.atMost ?? '',
          memberOf(series),
        ]
      }),
    ],
    keys: all,
  }
}

/** What the script has found. */
export function countsOf(call: CountedCall, [, isMarked, ...found]: RedisReply): Counts {
  const counts = new Map<string, number>()
  const freeAtMs = new Map<string, number>()
  for (const [index, need] of needsOf(call).entries()) {
    const [count, free] = [found[index * 2], found[index * 2 + 1]]
    if (typeof count !== 'string') continue
    counts.set(need.key, Number(count) + (need.kind === 'rate' ? 0 : need.own))
    if (typeof free === 'number') freeAtMs.set(need.key, free)
  }
  return { counts, freeAtMs, isMarked: isMarked === 1 }
}

export function seriesOfMark({ series }: Pick<Mark, 'series'>): Series {
  return { kind: 'history', name: series }
}

function needsOf({ needs }: CountedCall): readonly CountNeed[] {
  return needs.filter((need): need is CountNeed => need.kind !== 'session_age')
}

function seriesOfNeed(need: CountNeed): Series {
  return need.kind === 'rate'
    ? { kind: 'rate', name: need.key, windowMs: need.windowMs }
    : { kind: 'history', name: need.series }
}

function ownOf(need: CountNeed): number {
  return need.kind === 'rate' ? 1 : need.own
}
