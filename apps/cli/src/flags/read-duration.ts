import { parseDuration } from '@kvlar/core'
import { UsageError } from '../failures/usage-error.ts'

/** The duration that a flag gives, in milliseconds. @throws UsageError */
export function readDuration(label: string, text: string): number {
  const ms = parseDuration(text)
  if (ms !== undefined) return ms
  throw new UsageError(`\`${label}\` cannot be \`${text}\``, 'write 90s, 15m, 4h or 1d')
}
