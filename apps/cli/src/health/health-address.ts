import type { Address } from '@kvlar/reviewer/address'
import { readAddress } from '../approvals/address.ts'

/** Reads HOST:PORT, or a port of this machine alone. @throws UsageError */
export function readHealthAddress(label: string, text: string): Address {
  return readAddress(label, /^\d{1,5}$/.test(text) ? `127.0.0.1:${text}` : text)
}
