import { formatDiagnostic, type Diagnostic } from '@kvlar/core'
import { sourceText } from './policy-files.ts'
import type { Page } from './terminal.ts'

/** Prints findings with their code frames, an empty line after each. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], page: Page): void {
  const texts = new Map<string, string | undefined>()
  for (const diagnostic of diagnostics) {
    const { file } = diagnostic
    if (!texts.has(file)) texts.set(file, sourceText(file))
    page.line(`${formatDiagnostic(diagnostic, texts.get(file), { color: page.colours })}\n`)
  }
}
