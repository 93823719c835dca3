import type { Address } from './address.ts'

/** Where `kvlar approvals serve` serves its page unless it is told another place. */
export const DEFAULT_ADDRESS: Address = { host: '127.0.0.1', port: 8765 }
