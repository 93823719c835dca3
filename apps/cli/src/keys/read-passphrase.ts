import { readText } from '@kvlar/core/node'
import { UsageError } from '../failures/usage-error.ts'

/** The passphrase in a file, without the line feed that editors leave. @throws UsageError */
export function readPassphrase(file: string): string {
  const read = readText(file)
  if (!read.ok) throw new UsageError(`passphrase \`${file}\` cannot be read: ${read.why}`)
  return read.text.replace(/\r?\n$/, '')
}
