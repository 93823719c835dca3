import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type Read } from '../../document/map-reader.ts'
import type { MapNode } from '../../document/node.ts'
import { nearest } from '../../text/nearest.ts'
import { readList, readText } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { dayNumber, WEEKDAYS, type Weekday } from '../../match/calendar.ts'
import { isZone } from '../../match/zone.ts'
import { TIME_WINDOW_KEYS } from './kvlar-keys.ts'

/** A daily window in wall-clock time of a zone, on some days of the week, between two dates. */
export interface TimeWindow {
  readonly startMs: number
  readonly endMs: number
  readonly zone: string
  readonly days?: readonly Weekday[]
  readonly from?: string
  readonly until?: string
}

/** `HH:MM-HH:MM [IANA zone]`, or a map of hours, zone, days and dates; without a zone it is UTC. */
export const readTimeWindow: Read<TimeWindow> = (node, report) => {
  if (node.kind === 'map') return readWindowMap(node, report)
  const text = readText(node, report)
  if (text === undefined) return undefined
  const [hours = '', zone = 'UTC', ...rest] = text.split(' ')
  const ends = rest.length > 0 || zone === '' ? undefined : parseHours(hours)
  if (ends === undefined) return report.add('POLICY_BAD_WINDOW', node, `\`${text}\` is not a time window`)
  const isWindow = checkEnds(hours, ends, (code, message, help) => report.add(code, node, message, help))
  if (!isZone(zone)) return report.add('POLICY_BAD_ZONE', node, `\`${zone}\` is not a time zone known here`)
  return isWindow ? { ...ends, zone } : undefined
}

function readWindowMap(node: MapNode, report: Report): TimeWindow | undefined {
  const before = report.errors
  const map = readMap(node, report, { keys: TIME_WINDOW_KEYS, what: '`time_window`' })
  if (map === undefined) return undefined
  if (!['hours', 'days', 'from', 'until'].some((key) => map.has(key)))
    return report.shared('MISSING_KEY', node, '`time_window` needs `hours`, `days`, `from` or `until`')
  const ends = map.optional('hours', readHours) ?? WHOLE_DAY
  const zone = map.optional('zone', readZone) ?? 'UTC'
  const lists = map.optional('days', readList(readDays, { min: 1, max: 20 }))
  const from = map.optional('from', readDate)
  const until = map.optional('until', readDate)
  if (report.errors > before) return undefined
  if (from !== undefined && until !== undefined && from >= until)
    return report.add(
      'POLICY_BAD_WINDOW',
      node,
      `nothing lies from ${from} until ${until}, which is excluded`,
    )
  const named = new Set(lists?.flat())
  const days = lists === undefined ? undefined : WEEKDAYS.filter((day) => named.has(day))
  return dropUndefined({ ...ends, zone, days, from, until })
}

interface Ends {
  readonly startMs: number
  readonly endMs: number
}

const DAY_MS = 86_400_000
const WHOLE_DAY: Ends = { startMs: 0, endMs: DAY_MS }

const readHours: Read<Ends> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  const ends = parseHours(text)
  if (ends === undefined) return report.add('POLICY_BAD_WINDOW', node, `\`${text}\` is not a time window`)
  return checkEnds(text, ends, (code, message, help) => report.add(code, node, message, help))
    ? ends
    : undefined
}

/** `HH:MM-HH:MM`; a day ends at `24:00`. */
function parseHours(text: string): Ends | undefined {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text)
  if (parts === null) return undefined
  const [, startHour, startMinute, endHour, endMinute] = parts
  const endMs = endHour === undefined ? DAY_MS : wallMs(endHour, endMinute)
  return { startMs: wallMs(startHour, startMinute), endMs }
}

function wallMs(hour: string | undefined, minute: string | undefined): number {
  return (Number(hour) * 60 + Number(minute)) * 60_000
}

/** Says where a window is an instant, or leaves out the last minute that it seems to have; false for an instant. */
function checkEnds(
  text: string,
  { startMs, endMs }: Ends,
  add: (code: 'POLICY_BAD_WINDOW' | 'POLICY_WINDOW_HOLE', message: string, help: string) => void,
): boolean {
  const [start = '', end = ''] = text.split('-')
  if (startMs === endMs) {
    add('POLICY_BAD_WINDOW', `\`${text}\` is one instant`, 'for the whole day write `00:00-24:00`')
    return false
  }
  if (end.endsWith(':59')) {
    const next = `${String(Math.floor(endMs / 3_600_000) + 1).padStart(2, '0')}:00`
    add(
      'POLICY_WINDOW_HOLE',
      `\`${text}\` ends at ${end}:00 sharp, so the rest of that minute is outside`,
      `write \`${start}-${next}\``,
    )
  }
  return true
}

const readZone: Read<string> = (node, report) => {
  const zone = readText(node, report)
  if (zone === undefined || isZone(zone)) return zone
  return report.add('POLICY_BAD_ZONE', node, `\`${zone}\` is not a time zone known here`)
}

/** `mon`, or a range such as `mon-fri`, which may go past Sunday. */
const readDays: Read<readonly Weekday[]> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  const names = text.toLowerCase().split('-')
  const [first = -1, last = first] = names.map((name) => WEEKDAYS.findIndex((day) => day === name))
  if (names.length <= 2 && first >= 0 && last >= 0)
    return [...WEEKDAYS, ...WEEKDAYS].slice(first, last < first ? last + 8 : last + 1)
  const meant = nearest(names[0] ?? '', WEEKDAYS)
  const help = `write ${WEEKDAYS.map((day) => `\`${day}\``).join(', ')}, or a range such as \`mon-fri\``
  return report.add(
    'POLICY_BAD_WINDOW',
    node,
    `\`${text}\` is no day of the week`,
    meant === undefined ? help : `did you mean \`${meant}\`? ${help}`,
  )
}

const readDate: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined || dayNumber(text) !== undefined) return text
  return report.add('POLICY_BAD_WINDOW', node, `\`${text}\` is not a date`, 'write it as `2026-12-31`')
}
