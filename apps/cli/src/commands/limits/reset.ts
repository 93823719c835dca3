import { jsonLine, plural, visibleText } from '@kvlar/core/text'
import { listLimits, resetLimits, type LimitsNamed } from '@kvlar/runtime/limits'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { RefusedError } from '../../failures/refused-error.ts'
import { UsageError } from '../../failures/usage-error.ts'
import { readAuditSettings } from '../../flags/audit-settings.ts'
import { readLimitsFlags } from '../../flags/limits-flags.ts'
import { describeSeries, seriesId } from '../../terminal/describe-series.ts'
import { tellOn } from '../../terminal/tell.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import type { limitsResetSpec } from './reset-spec.ts'

/** Has one window, or every one, begin anew. */
export async function run(
  { flags, operands: [id] }: Input<typeof limitsResetSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  if ((id === undefined) === !flags.all)
    throw new UsageError('name one window, or say `--all`', '`kvlar limits list` shows what there is')
  const named = readLimitsFlags(flags)
  const series = id === undefined ? undefined : await seriesNamed(id, named)
  const calls = await resetLimits(series, {
    named,
    record: readAuditSettings(flags),
    tell: tellOn(err),
  })
  const what = series === undefined ? 'every limit' : describeSeries(series)
  if (flags.json) out.line(jsonLine({ reset: series ?? null, calls }))
  else out.line(visibleText(`reset  ${what}, ${plural(calls, 'call')} forgotten`))
  return EXIT_CODES.ok
}

async function seriesNamed(id: string, named: LimitsNamed): Promise<string> {
  const found = (await listLimits(named, Date.now()))?.find((one) => seriesId(one) === id)
  if (found === undefined) throw new RefusedError('NOT_FOUND', `no window is named \`${id}\``)
  return found.series
}
