import type { Read } from '../../document/map-reader.ts'
import { subject } from '../../document/read-scalar.ts'
import { LIMITS } from '../../limits.ts'

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** `90s`, `15m`, `4h`, `1d` or bare seconds as milliseconds; undefined for anything else, zero and too much. */
export function parseDuration(value: string | number): number | undefined {
  const parts = /^(\d{1,9})([smhd]?)$/.exec(String(value))
  if (parts === null) return undefined
  const ms = Number(parts[1]) * (UNIT_MS.get(parts[2] ?? '') ?? 1000)
  return ms > 0 && ms <= LIMITS.durationMsMax ? ms : undefined
}

/** A duration of a file, in milliseconds. */
export const readDuration: Read<number> = (node, report) => {
  if (node.kind !== 'scalar' || (typeof node.value !== 'string' && typeof node.value !== 'number'))
    return report.shared('BAD_DURATION', node, `${subject(node)} is not a duration`)
  const ms = parseDuration(node.value)
  if (ms !== undefined) return ms
  return report.shared(
    'BAD_DURATION',
    node,
    `${subject(node)} is \`${node.value}\`, which is not a duration of up to 366 days`,
  )
}
