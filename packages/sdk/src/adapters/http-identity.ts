import type { KvlarContext } from '../call-context.ts'

/**
 * Who makes a request, from what your authentication has verified: a session, a token that was checked, a client
 * certificate. There is no default, and a header alone is no identity. Undefined where it is nobody: the request is
 * answered with 401 then, and no handler runs.
 */
export type Identify<Request> = (request: Request) => Identified | undefined | Promise<Identified | undefined>

/** A context that says who. */
export type Identified = KvlarContext & Required<Pick<KvlarContext, 'principal'>>

/** What somebody gets whom nobody knows (RFC 9457). */
export const UNIDENTIFIED = {
  status: 401,
  type: 'application/problem+json',
  body: JSON.stringify({
    title: 'Unauthorized',
    status: 401,
    detail: 'nobody is known to have made this request; nothing has run',
  }),
} as const

/** INVARIANT: whoever is not named is nobody, and never the agent itself. */
export async function identified<Request>(
  identify: Identify<Request>,
  request: Request,
): Promise<Identified | undefined> {
  const context: Partial<Identified> | null | undefined = await identify(request)
  return context?.principal === undefined ? undefined : { ...context, principal: context.principal }
}
