import { jsonLine, plural, visibleText } from '@kvlar/core/text'
import { listLimits } from '@kvlar/runtime/limits'
import type { Input } from '../../command-line/command-spec.ts'
import { readLimitsFlags } from '../../flags/limits-flags.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { describeSeries, seriesId, standsText } from '../../terminal/describe-series.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import type { limitsListSpec } from './list-spec.ts'

/** Lists what stands in each window. */
export async function run(
  { flags }: Input<typeof limitsListSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const found = (await listLimits(readLimitsFlags(flags), Date.now())) ?? []
  if (flags.json) {
    const rows = found.map(({ firstMs, lastMs, ...one }) => ({
      id: seriesId(one),
      ...one,
      first: new Date(firstMs).toISOString(),
      last: new Date(lastMs).toISOString(),
    }))
    out.line(jsonLine(rows))
    return EXIT_CODES.ok
  }
  for (const one of found) {
    const open = one.open === 0 ? '' : `, ${one.open} running`
    const what = `${standsText(one)}  ${describeSeries(one.series)}${open}`
    out.line(`${out.tone('name', seriesId(one))}  ${visibleText(what)}`)
  }
  err.line(found.length === 0 ? 'nothing was counted yet' : plural(found.length, 'window'))
  return EXIT_CODES.ok
}
