import { parseCheckpointText, parseNote } from '@kvlar/audit'
import { newestCheckpoints, readHomeId, tracesOfLostChains } from '@kvlar/audit/file'
import { plural } from '@kvlar/core/text'
import { messageOf, type Finding } from './finding.ts'

const ABOUT = 'record'
const EMPTY: Finding = { state: 'ok', about: ABOUT, text: 'nothing is recorded yet' }
const LOST = { state: 'bad', about: ABOUT, fix: 'kvlar audit verify' } as const
const MINUTE_MS = 60_000
const AGES = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const

/** How much is recorded and when it was last signed. Whether it is intact is for `audit verify` to say. */
export async function checkRecord(dir: string, nowMs: number): Promise<readonly Finding[]> {
  try {
    if ((await readHomeId(dir)) === undefined) return [EMPTY]
    const traces = await tracesOfLostChains(dir)
    if (traces.length > 0)
      return [{ ...LOST, text: `every chain of the record is gone: ${traces.join(', ')}` }]
    const notes = await newestCheckpoints(dir)
    const signed = notes.map((note) => parseCheckpointText(parseNote(note).text))
    const entries = signed.reduce((sum, { head }) => sum + head.size, 0)
    const lastMs = Math.max(...signed.map(({ timeMs }) => timeMs))
    const text = `${plural(signed.length, 'signed chain')}, ${plural(entries, 'entry', 'entries')}`
    const when = signed.length === 0 ? '' : `, last signed ${ageText(nowMs - lastMs)}`
    return [{ state: 'ok', about: ABOUT, text: `${text}${when}` }]
  } catch (error) {
    return [{ state: 'bad', about: ABOUT, text: messageOf(error), fix: 'kvlar audit verify' }]
  }
}

function ageText(ageMs: number): string {
  const [unit, unitMs] = AGES.find(([, ms]) => ageMs >= ms) ?? []
  if (unit === undefined || unitMs === undefined) return 'less than a minute ago'
  return `${plural(Math.floor(ageMs / unitMs), unit)} ago`
}
