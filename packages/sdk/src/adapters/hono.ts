/** Hono: guarded calls of a request are made by whoever made the request. */
import type { Guarding } from '../guard-over.ts'
import { identified, UNIDENTIFIED, type Identify } from './http-identity.ts'

export type { Identified, Identify } from './http-identity.ts'

/** A middleware that says who calls; use it behind your authentication. */
export function callerOf<Context>(kvlar: Pick<Guarding, 'run'>, identify: Identify<Context>) {
  return async (context: Context, next: () => Promise<void>): Promise<Response | void> => {
    const caller = await identified(identify, context)
    if (caller !== undefined) return kvlar.run(caller, next)
    const headers = { 'content-type': UNIDENTIFIED.type }
    return new Response(UNIDENTIFIED.body, { status: UNIDENTIFIED.status, headers })
  }
}
