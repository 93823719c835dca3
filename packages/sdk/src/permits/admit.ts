import { PERMIT_CARRIERS } from '@kvlar/gate'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import type { Permits } from './open-permits.ts'
import type { PermittedCall } from './permitted-call.ts'
import { bad } from './permits-options.ts'
import { unknownKey } from '../unknown-key.ts'

/** What a request asks for. */
export interface CallOf<Request> {
  /** Name of the operation, or how it is read from the request. */
  readonly action: string | ((request: Request) => string)
  /** The parameters as they were sent; the body when absent. */
  readonly parameters?: (request: Request) => unknown
}

const KEYS: Readonly<Record<keyof CallOf<object>, true>> = { action: true, parameters: true }

/** The same. @throws KvlarMisuse `KVLAR_BAD_OPTION` for what is not read, and so would not be compared */
export function readCallOf<Request>(call: CallOf<Request>): CallOf<Request> {
  const unknown = unknownKey(call, KEYS)
  if (unknown === undefined) return call
  throw bad(`\`${unknown}\` is not read from a request; compare it after \`permitOf\``)
}

/** The one answer to every request without a good permit (RFC 9110 section 15.5.2). */
export const REFUSAL = {
  status: 401,
  body: '{"error":"a permit is required"}',
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'www-authenticate': 'Kvlar-Permit',
  },
} as const

/** Where a permit is in a request, in lower case. Sent twice, Node and fetch join both with a comma: no permit. */
export const HEADER = PERMIT_CARRIERS.header

const admitted = new WeakMap<object, PermittedCall>()

/** The permitted call of a request that an adapter has let through. @throws KvlarMisuse `KVLAR_BAD_CONTEXT` */
export function permitOf(request: object): PermittedCall {
  const found = admitted.get(request)
  if (found === undefined)
    throw new KvlarMisuse('KVLAR_BAD_CONTEXT', 'no permit was taken for this request; refusing to go on')
  return found
}

/** What an adapter knows of one request. */
export interface Carried<Request> {
  readonly request: Request
  /** The header as it came. */
  readonly permit: unknown
  /** The parameters where the program does not say how they are read. */
  readonly body: () => unknown
}

/** Spends the permit of a request; undefined when it is refused. Never rejects. */
export async function admit<Request extends object>(
  permits: Permits,
  { action, parameters }: CallOf<Request>,
  { request, permit, body }: Carried<Request>,
): Promise<PermittedCall | undefined> {
  try {
    const permitted = await permits.redeem(permit, async () => ({
      action: typeof action === 'function' ? action(request) : action,
      parameters: parameters === undefined ? await body() : await parameters(request),
    }))
    admitted.set(request, permitted)
    return permitted
  } catch {
    // Whoever runs the service was told.
    return undefined
  }
}
