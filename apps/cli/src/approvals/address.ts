import type { Address } from '@kvlar/reviewer/address'
import { UsageError } from '../failures/usage-error.ts'

const PORT_MAX = 65_535

/** Reads `127.0.0.1:8765`, `[::1]:8765` or `localhost:0`. @throws UsageError */
export function readAddress(label: string, text: string): Address {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host !== undefined && port <= PORT_MAX) return { host, port }
  throw new UsageError(`\`${label}\` cannot be \`${text}\``, 'write HOST:PORT, such as 127.0.0.1:8765')
}
