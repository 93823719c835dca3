import { bracketed, isLoopback } from '../../address.ts'

/** The values of `Host` that mean this server; any other is a page that had its name pointed here (DNS rebinding). */
export function allowedHosts(host: string, port: number, extra: readonly string[]): ReadonlySet<string> {
  const names = isLoopback(host) ? ['localhost', '127.0.0.1', '[::1]', bracketed(host)] : [bracketed(host)]
  return new Set([...names.map((name) => `${name}:${port}`), ...extra.map((name) => name.toLowerCase())])
}

/** Whether a request's `Origin` is the site that it is sent to. */
export function isSameOrigin(origin: string, host: string): boolean {
  return origin === `http://${host}` || origin === `https://${host}`
}
