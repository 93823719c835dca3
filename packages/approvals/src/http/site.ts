import { isIP } from 'node:net'

/** Whether an address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** The values of `Host` that mean this server; any other is a page that had its name pointed here (DNS rebinding). */
export function allowedHosts(host: string, port: number, extra: readonly string[]): ReadonlySet<string> {
  const names = isLoopback(host) ? ['localhost', '127.0.0.1', '[::1]', bracketed(host)] : [bracketed(host)]
  return new Set([...names.map((name) => `${name}:${port}`), ...extra.map((name) => name.toLowerCase())])
}

/** Whether a request's `Origin` is the site that it is sent to. */
export function isSameOrigin(origin: string, host: string): boolean {
  return origin === `http://${host}` || origin === `https://${host}`
}

export function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}
