import { formatDiagnostic, type Diagnostic } from '@kvlar/core'
import { sourceText } from '@kvlar/runtime/policies'
import type { Page } from './terminal.ts'
import { witnessLine } from '../audit/witness-line.ts'

/** Findings in files of approvers: a line of such a file may be the token that somebody put there by mistake. */
const WITHOUT_FRAME = /^APPROVERS_/

/**
 * Prints findings with their code frames, an empty line after each.
 * @param policy what a command names to ask again on the calls that show them
 */
export function printDiagnostics(diagnostics: readonly Diagnostic[], page: Page, policy?: string): void {
  const texts = new Map<string, string | undefined>()
  for (const diagnostic of diagnostics) {
    const { file, code, witness } = diagnostic
    if (!texts.has(file)) texts.set(file, sourceText(file))
    const text = WITHOUT_FRAME.test(code) ? undefined : texts.get(file)
    const call = witness && witnessLine(witness, policy ?? file)
    page.line(`${formatDiagnostic(diagnostic, text, { color: page.colours, ...(call && { call }) })}\n`)
  }
}
