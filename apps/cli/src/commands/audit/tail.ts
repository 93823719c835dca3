import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { processSignals } from '@kvlar/core/node'
import { EXPORT_FORMATS, type AuditRow } from '@kvlar/audit'
import { homeBytes } from '@kvlar/audit/file'
import { type AuditPlace, auditPlaceIfAny, readRows } from '@kvlar/runtime/record'
import { NOTHING_YET } from '../../audit/nothing-yet.ts'
import { printRow } from '../../audit/print-row.ts'
import { readFilter } from '../../audit/read-filter.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { auditTailSpec } from './tail-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'

const LINES = 10
const POLL_MS = 500

/** Shows the newest entries, and those that follow while it is asked to. */
export async function run(
  { flags, operands: [named] }: Input<typeof auditTailSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  // Whoever sees the first entry may stop it.
  const signals = flags.follow ? processSignals() : undefined
  let place = auditPlaceIfAny(named)
  if (place === undefined) err.line(NOTHING_YET)
  const filter = readFilter(flags, Date.now())
  const show = (row: AuditRow): void => print(row, flags.json, out)
  const seen = new Seen()
  const last: AuditRow[] = []
  const lines = flags.lines ?? LINES
  let bytes = await bytesOf(place)
  for await (const row of readRows(place, filter)) {
    seen.take(row)
    last.push(row)
    if (last.length > lines) last.shift()
  }
  last.forEach(show)
  if (signals === undefined) return EXIT_CODES.ok
  while (!out.isGone() && !signals.stop.aborted) {
    await sleep(POLL_MS, undefined, { signal: signals.stop }).catch(() => undefined)
    place ??= auditPlaceIfAny(named)
    const now = await bytesOf(place)
    if (now === bytes) continue
    bytes = now
    for await (const row of readRows(place, filter)) if (seen.take(row)) show(row)
  }
  return EXIT_CODES.ok
}

function print(row: AuditRow, json: boolean, out: Page): void {
  if (json) out.line(EXPORT_FORMATS.jsonl.line(row))
  else printRow(row, out)
}

/** How far every chain was shown. */
class Seen {
  readonly #next = new Map<string, number>()

  /** Whether the entry is new. */
  take({ chain, entry }: AuditRow): boolean {
    if (entry.index < (this.#next.get(chain) ?? 0)) return false
    this.#next.set(chain, entry.index + 1)
    return true
  }
}

/** Changes whenever something is recorded. */
async function bytesOf(place: AuditPlace | undefined): Promise<number> {
  if (place === undefined) return 0
  return place.kind === 'file' ? (await stat(place.path)).size : homeBytes(place.path)
}
