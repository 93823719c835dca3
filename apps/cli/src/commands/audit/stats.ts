import { auditStats, auditStatsJson, mostFirst, type AuditStats, type NameCounts } from '@kvlar/audit'
import { plural, visibleText } from '@kvlar/core/text'
import { auditPlaceIfAny, readRows } from '@kvlar/runtime/record'
import { NOTHING_YET } from '../../audit/nothing-yet.ts'
import { readFilter } from '../../audit/read-filter.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { auditStatsSpec } from './stats-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'

/** Names shown of each sort; `--json` has all. */
const TOP = 10

/** Counts what the record holds. */
export async function run(
  { flags, operands: [named] }: Input<typeof auditStatsSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const place = auditPlaceIfAny(named)
  const stats = await auditStats(readRows(place, readFilter(flags, Date.now())))
  if (place === undefined) err.line(NOTHING_YET)
  if (flags.json) out.line(JSON.stringify(auditStatsJson(stats)))
  else if (place !== undefined) printStats(stats, out)
  return EXIT_CODES.ok
}

function printStats(stats: AuditStats, page: Page): void {
  const { entries, chains, first, last } = stats
  const span = first === undefined || last === undefined ? '' : `, ${first} to ${last}`
  page.line(`${plural(entries, 'entry', 'entries')} in ${plural(chains, 'chain')}${span}`)
  printCounts('outcomes', stats.outcomes, page)
  printCounts('results', stats.results, page)
  printNames('rules', stats.rules, page)
  printNames('resources', stats.resources, page)
  printNames('agents', stats.agents, page)
}

function printNames(heading: string, { names, others }: NameCounts, page: Page): void {
  printCounts(heading, names, page)
  if (others > 0) page.line(`  ${others}  under further names`)
}

function printCounts(heading: string, counts: ReadonlyMap<string, number>, page: Page): void {
  if (counts.size === 0) return
  page.line(`\n${page.tone('heading', heading)}`)
  const rows = mostFirst(counts)
  const width = String(rows[0]?.[1] ?? 0).length
  for (const [name, count] of rows.slice(0, TOP)) {
    page.line(`  ${String(count).padStart(width)}  ${visibleText(name)}`)
  }
  if (rows.length > TOP) page.line(`  and ${rows.length - TOP} more; \`--json\` has all`)
}
