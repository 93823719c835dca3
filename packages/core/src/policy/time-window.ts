import type { Read } from '../document/map-reader.ts'
import { readText } from '../document/read-scalar.ts'
import { isZone } from '../match/zone.ts'

/** A daily window in wall-clock time of a zone. */
export interface TimeWindow {
  readonly startMs: number
  readonly endMs: number
  readonly zone: string
}

/** `HH:MM-HH:MM [IANA zone]`; without a zone it is UTC. */
export const readTimeWindow: Read<TimeWindow> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  const parts = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)(?: (\S+))?$/.exec(text)
  if (parts === null) return report.add('POLICY_BAD_WINDOW', node, `\`${text}\` is not a time window`)
  const [, startHour, startMinute, endHour, endMinute, zone = 'UTC'] = parts
  if (!isZone(zone)) return report.add('POLICY_BAD_ZONE', node, `\`${zone}\` is not a time zone known here`)
  return { startMs: wallMs(startHour, startMinute), endMs: wallMs(endHour, endMinute), zone }
}

function wallMs(hour: string | undefined, minute: string | undefined): number {
  return (Number(hour) * 60 + Number(minute)) * 60_000
}
