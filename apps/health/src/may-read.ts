import { isIP } from 'node:net'

/**
 * Whether a request names this server by an address, by a loopback name or by a name that was configured. A page whose name
 * was pointed at this machine afterwards (DNS rebinding) names it by its own.
 */
export function mayRead(host: string | undefined, names: readonly string[]): boolean {
  const [, bracketed, plain = ''] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(host ?? '') ?? []
  if (bracketed !== undefined) return isIP(bracketed) === 6
  const name = plain.toLowerCase()
  return isIP(name) === 4 || name === 'localhost' || names.some((known) => known.toLowerCase() === name)
}
