import { hash } from 'node:crypto'
import { LIMITS } from '@kvlar/core'
import type { SeriesState } from '@kvlar/runtime/limits'

const ID_CHARS = 8

/** A short name of a series, for commands. */
export function seriesId({ series }: Pick<SeriesState, 'series'>): string {
  return hash('sha256', series).slice(0, ID_CHARS)
}

/** What stands in a series: calls, or what they add up to. */
export function standsText({ series, calls, total }: SeriesState): string {
  const measure = read(series)?.measure
  if (measure === 'sum') return String(total / 10 ** LIMITS.sumPlaces)
  return measure === 'seen' ? `${total} of ${calls}` : String(total)
}

/** Whose a series is and who is in it, in words; as it is written where it is none of ours. */
export function describeSeries(series: string): string {
  const found = read(series)
  if (found === undefined) return series
  return [`${found.measure} of ${found.owner}`, ...found.parts].join(', ')
}

interface ReadSeries {
  readonly owner: string
  readonly measure: string
  readonly parts: readonly string[]
}

function read(series: string): ReadSeries | undefined {
  try {
    const parsed: unknown = JSON.parse(series)
    if (!Array.isArray(parsed)) return undefined
    const [first, second, third] = parsed as readonly unknown[]
    if (typeof first === 'number') {
      const [, kind, id, server, , resource] = parsed as readonly unknown[]
      const where = typeof server === 'string' ? ` on ${server}` : ''
      return {
        owner: `${text(resource)}${where}`,
        measure: 'rate',
        parts: [`principal ${text(kind)} ${text(id)}`],
      }
    }
    if (!Array.isArray(first) || typeof second !== 'string' || !Array.isArray(third)) return undefined
    const [kind, ...names] = first as readonly unknown[]
    const owner = kind === 'pot' ? `pot ${text(names[0])}` : `rule ${text(names[1])} (${text(names[0])})`
    return { owner, measure: second, parts: third.map(partText) }
  } catch {
    return undefined
  }
}

function partText(part: unknown): string {
  return Array.isArray(part) ? (part as readonly unknown[]).map(text).join(' ') : text(part)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
