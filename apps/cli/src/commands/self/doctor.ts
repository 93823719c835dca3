import { visibleText } from '@kvlar/core/text'
import { examine, type Finding } from '@kvlar/runtime/doctor'
import { defaultAuditFolder } from '@kvlar/runtime/places'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { doctorSpec } from './doctor-spec.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'

/** Looks at everything that Kvlar needs, and changes nothing. */
export async function run({ flags }: Input<typeof doctorSpec>, { out }: Terminal): Promise<ExitCode> {
  const auditDir = flags.audit ?? defaultAuditFolder()
  const findings = await examine({
    auditDir,
    policies: flags.policy,
    nowMs: Date.now(),
    live: flags.live,
    redis: flags.redis,
  })
  const isWell = findings.every(({ state }) => state !== 'bad')
  if (flags.json) out.line(JSON.stringify({ well: isWell, findings }))
  else for (const finding of findings) print(finding, out)
  return isWell ? EXIT_CODES.ok : EXIT_CODES.unwell
}

const TONES = { ok: 'good', warning: 'warning', bad: 'bad' } as const
const STATE_WIDTH = 'warning'.length
const ABOUT_WIDTH = 'state folder'.length

function print({ state, about, text, fix }: Finding, page: Page): void {
  const label = `${page.tone(TONES[state], state.padEnd(STATE_WIDTH))}  ${about.padEnd(ABOUT_WIDTH)}`
  page.line(`${label}  ${visibleText(text)}`)
  if (fix !== undefined) page.line(`${' '.repeat(STATE_WIDTH + ABOUT_WIDTH + 2)}  fix: ${visibleText(fix)}`)
}
