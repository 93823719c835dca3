import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'

/** What the page may do: run our own script, show our own style, and nothing else. */
const DIRECTIVES = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'connect-src': ["'self'"],
  'img-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
}

/** Sent with every answer, also with those that no route gives: no framing, no sniffing, no caching. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  ...headersOf(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES },
      // Not `no-referrer`: browsers then send `Origin: null` with our own forms.
      referrerPolicy: { policy: 'same-origin' },
      frameguard: { action: 'deny' },
      // Over plain HTTP browsers ignore it; whatever speaks https in front of us decides about its own name.
      strictTransportSecurity: false,
    }),
  ),
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cache-Control': 'no-store',
}

/** The headers that a middleware sets, which are the same for every answer. */
function headersOf(middleware: ReturnType<typeof helmet>): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  const response: Pick<ServerResponse, 'setHeader' | 'removeHeader'> = {
    setHeader: (name, value) => {
      // With a blank after each directive, as people write them.
      headers[name] = String(value).replaceAll(/;(?=\S)/g, '; ')
      // It chains, and is asked for nothing else.
      return response as ServerResponse
    },
    removeHeader: () => {},
  }
  middleware({} as IncomingMessage, response as ServerResponse, (problem) => {
    if (problem instanceof Error) throw problem
  })
  return headers
}
