import { isIP } from 'node:net'
import { UsageError } from '../usage-error.ts'

/** Where something listens. */
export interface Address {
  readonly host: string
  /** 0 for any free one. */
  readonly port: number
}

const PORT_MAX = 65_535

/** Whether only this machine reaches an address; as the reviewer server judges it, which refuses to start otherwise. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** Reads `127.0.0.1:8765`, `[::1]:8765` or `localhost:0`. @throws UsageError */
export function readAddress(label: string, text: string): Address {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host !== undefined && port <= PORT_MAX) return { host, port }
  throw new UsageError(`\`${label}\` cannot be \`${text}\``, 'write HOST:PORT, such as 127.0.0.1:8765')
}
