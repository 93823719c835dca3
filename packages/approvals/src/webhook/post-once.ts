import { lookup } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { ApprovalsError } from '../approvals-error.ts'
import { isPrivateAddress } from './private-address.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

export interface PostAnswer {
  readonly status: number
  readonly body: string
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfterMs?: number
  /** Whether nobody between us and the address could have changed it: verified https, or loopback. */
  readonly isTrusted: boolean
}

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Whether an address that the internet does not route is fine: the operator wrote the URL. */
  readonly mayBePrivate: boolean
}

/** Posts once. Redirects are not followed; the address is looked up once and dialled as it was checked. */
export async function postOnce(url: URL, options: PostOptions): Promise<PostAnswer> {
  const address = await resolve(url, options.mayBePrivate)
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)])
  const isHttps = url.protocol === 'https:'
  const body = Buffer.from(options.body)
  return new Promise((done, fail) => {
    const sent = (isHttps ? httpsRequest : httpRequest)(
      url,
      {
        method: 'POST',
        headers: { ...options.headers, 'Content-Type': 'application/json', 'Content-Length': body.length },
        signal,
        // The checked address, whatever the name would resolve to a moment later.
        lookup: (_name, { all }, callback) => {
          const family = isIP(address)
          if (all === true) callback(null, [{ address, family }])
          else callback(null, address, family)
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        let bytes = 0
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > WEBHOOK_LIMITS.bodyBytesMax) sent.destroy(new Error('the answer is too large'))
          else chunks.push(chunk)
        })
        response.on('error', fail)
        response.on('end', () => {
          const seconds = Number(response.headers['retry-after'])
          done({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            isTrusted: isHttps || /^(?:127\.|::1$)/.test(address),
            ...(Number.isFinite(seconds) && seconds >= 0 && { retryAfterMs: seconds * 1000 }),
          })
        })
      },
    )
    sent.on('error', fail)
    sent.end(body)
  })
}

async function resolve(url: URL, mayBePrivate: boolean): Promise<string> {
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const found = isIP(name) === 0 ? (await lookup(name)).address : name
  if (!mayBePrivate && isPrivateAddress(found))
    throw new ApprovalsError(
      'APPROVAL_WEBHOOK_FAILED',
      `\`${url.host}\` is not a public address; refusing to call it`,
    )
  return found
}
