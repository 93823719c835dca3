import type { Diagnostic } from '@kvlar/core'
import { visibleText } from '@kvlar/core/text'
import type { Page } from './terminal.ts'

/** Prints what loads but deserves a word, one line each; `kvlar validate` shows it in full. */
export function printWarnings(
  loaded: readonly { readonly warnings: readonly Diagnostic[] }[],
  page: Page,
): void {
  for (const { file, line, message } of loaded.flatMap(({ warnings }) => warnings)) {
    page.line(`${page.tone('warning', 'warning:')} ${visibleText(`${file}:${line}: ${message}`)}`)
  }
}
