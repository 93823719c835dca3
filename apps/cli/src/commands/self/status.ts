import { realpathSync } from 'node:fs'
import { jsonLine } from '@kvlar/core/text'
import { defaultAuditFolder } from '@kvlar/runtime/places'
import { needsAttention, readStatus, statusSections, type StatusSection } from '@kvlar/runtime/status'
import { progressBar } from '../../audit/progress-bar.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { processEnvironment } from '../../environment.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { statusSpec } from './status-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'

/** Says on one screen how things stand. */
export async function run({ flags }: Input<typeof statusSpec>, { out, err }: Terminal): Promise<ExitCode> {
  const bar = progressBar(err)
  const nowMs = Date.now()
  const status = await readStatus({
    environment: processEnvironment(),
    launcher: { node: process.execPath, entry: realpathSync(process.argv[1] ?? '') },
    queue: flags.db,
    auditDir: flags.audit ?? defaultAuditFolder(),
    nowMs,
    onProgress: bar.report,
  }).finally(bar.end)
  const sections = statusSections(status, nowMs)
  const attention = needsAttention(sections)
  if (flags.json) out.line(jsonLine({ attention, sections, ...status }))
  else for (const section of sections) print(section, out)
  return attention ? EXIT_CODES.attention : EXIT_CODES.ok
}

const TONES = { ok: 'good', warning: 'warning', bad: 'bad', quiet: 'quiet' } as const
const ABOUT_WIDTH = 'behind Kvlar'.length

function print({ about, state, lines, next }: StatusSection, page: Page): void {
  for (const [at, line] of lines.entries())
    page.line(`${page.tone(TONES[state], (at === 0 ? about : '').padEnd(ABOUT_WIDTH))}  ${line}`)
  if (next !== undefined) page.line(`${' '.repeat(ABOUT_WIDTH)}  ${page.tone('name', `→ ${next}`)}`)
}
