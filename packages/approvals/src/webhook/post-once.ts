import { lookup, type LookupAddress } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions as HttpsOptions } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from '@kvlar/core/readings'
import { ApprovalsError } from '../approvals-error.ts'
import { retryAfterMs } from './retry-after.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

export interface PostAnswer {
  readonly status: number
  readonly body: string
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfterMs?: number
  /** Whether nobody between us and the webhook could have changed it: verified https, or loopback. */
  readonly isTrusted: boolean
}

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Whether an address that the internet does not route is fine. */
  readonly mayBePrivate: boolean
}

/**
 * Posts once, over a connection of its own. Redirects are not followed; the addresses that were checked are the ones
 * that are dialled.
 *
 * @throws ApprovalsError `APPROVAL_WEBHOOK_LATE`, `APPROVAL_WEBHOOK_UNREACHABLE`, `APPROVAL_WEBHOOK_PRIVATE`,
 * `APPROVAL_WEBHOOK_MALFORMED` for an answer without end
 */
export async function postOnce(url: URL, options: PostOptions): Promise<PostAnswer> {
  const { mayBePrivate, headers, timeoutMs } = options
  const name = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(name) !== 0 && !mayBePrivate && isPrivateAddress(name)) throw privateError(url)
  const late = AbortSignal.timeout(timeoutMs)
  const body = Buffer.from(options.body)
  const sending: HttpsOptions = {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': body.length },
    signal: AbortSignal.any([options.signal, late]),
    // A pooled connection could lead to an address that nobody checked for this message.
    agent: false,
    // INVARIANT: what comes over https is believed, so no environment variable turns the check off.
    rejectUnauthorized: true,
    lookup: checkedLookup(url, mayBePrivate),
  }
  try {
    return await readAnswer(url, await send(url, sending, body))
  } catch (cause) {
    if (cause instanceof ApprovalsError) throw cause
    throw late.aborted ? lateError(url, cause) : unreachable(url, cause)
  }
}

async function send(url: URL, sending: HttpsOptions, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, sending, resolve)
    sent.on('error', reject)
    sent.end(body)
  })
}

async function readAnswer(url: URL, response: IncomingMessage): Promise<PostAnswer> {
  const chunks: Buffer[] = []
  let bytes = 0
  const isLoopback = /^(?:::ffff:)?127\.|^::1$/.test(response.socket.remoteAddress ?? '')
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > WEBHOOK_LIMITS.bodyBytesMax)
      throw new ApprovalsError('APPROVAL_WEBHOOK_MALFORMED', `the answer of \`${url.host}\` is too large`)
    chunks.push(chunk)
  }
  const waitMs = retryAfterMs(response.headers['retry-after'], Date.now())
  return {
    status: response.statusCode ?? 0,
    body: Buffer.concat(chunks).toString('utf8'),
    isTrusted: url.protocol === 'https:' || isLoopback,
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  }
}

/** Looks a name up; one private address among several refuses them all. */
function checkedLookup(url: URL, mayBePrivate: boolean): LookupFunction {
  return (name, { all, family }, callback) => {
    const found = (error: Error | null, addresses: readonly LookupAddress[]): void => {
      const [first] = addresses
      const isRefused = !mayBePrivate && addresses.some(({ address }) => isPrivateAddress(address))
      if (error !== null || first === undefined || isRefused)
        callback(isRefused ? privateError(url) : (error ?? new Error('no address')), '')
      else if (all === true) callback(null, [...addresses])
      else callback(null, first.address, first.family)
    }
    lookup(name, { all: true, family: family ?? 0 }, (error, addresses) => found(error, addresses ?? []))
  }
}

function privateError({ host }: URL): ApprovalsError {
  return new ApprovalsError(
    'APPROVAL_WEBHOOK_PRIVATE',
    `\`${host}\` is not a public address; refusing to call it`,
  )
}

function lateError({ host }: URL, cause: unknown): ApprovalsError {
  return new ApprovalsError('APPROVAL_WEBHOOK_LATE', `the webhook at \`${host}\` did not answer in time`, {
    cause,
  })
}

function unreachable({ host }: URL, cause: unknown): ApprovalsError {
  return new ApprovalsError('APPROVAL_WEBHOOK_UNREACHABLE', `the webhook at \`${host}\` cannot be reached`, {
    cause,
  })
}
