import { AuditError, readWitness, type Head, type TrustedKeys } from '@kvlar/audit'
import { homeReportJson, homeReportLines } from '@kvlar/audit/file'
import { readText } from '@kvlar/core/node'
import { trustedKeys } from '@kvlar/runtime/keys'
import { auditPlace, auditPlaceThatWas, homePart, judgeHome } from '@kvlar/runtime/record'
import { progressBar } from '../../audit/progress-bar.ts'
import { verifyFile } from '../../audit/verify-file.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { auditVerifySpec } from './verify-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** Verifies a home with all its chains, or a single file. */
export async function run(
  { flags, operands: [named] }: Input<typeof auditVerifySpec>,
  terminal: Terminal,
): Promise<ExitCode> {
  const place = flags.checkpoint === undefined ? auditPlace(named) : auditPlaceThatWas(named)
  const part = homePart(place)
  if (part === undefined) {
    if (flags.checkpoint !== undefined)
      throw new UsageError('`--checkpoint` needs an audit home, and this is a single file')
    return verifyFile(place.path, await trustedKeys(flags.keys), { json: flags.json, out: terminal.out })
  }
  const { home, chain: only } = part
  const trust = await trustedKeys(flags.keys, home)
  const known = flags.checkpoint === undefined ? [] : await readCheckpoints(flags.checkpoint, trust.keys)
  const bar = progressBar(terminal.err)
  try {
    const judged = await judgeHome(home, trust, {
      known,
      onProgress: bar.report,
      ...(only === undefined ? {} : { only }),
    })
    bar.end()
    const { out } = terminal
    if (flags.json) out.line(JSON.stringify(homeReportJson(judged)))
    else for (const line of homeReportLines(judged, (tone, text) => out.tone(tone, text))) out.line(line)
    return EXITS[judged.kind]
  } finally {
    bar.end()
  }
}

const EXITS = { intact: EXIT_CODES.ok, empty: EXIT_CODES.recordEmpty, broken: EXIT_CODES.recordBroken }

/** Heads that somebody kept; one that no trusted key signed ends the command as a broken record does. */
async function readCheckpoints(file: string, keys: TrustedKeys): Promise<readonly Head[]> {
  const read = readText(file)
  if (!read.ok) throw new UsageError(`checkpoints \`${file}\` cannot be read: ${read.why}`)
  try {
    return await readWitness(read.text, keys)
  } catch (error) {
    if (error instanceof AuditError)
      throw new UsageError(`\`${file}\` holds no checkpoints: ${error.message}`)
    throw error
  }
}
