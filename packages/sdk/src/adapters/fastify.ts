/** Fastify: guarded calls of a request are made by whoever made the request. */
import type { Guarding } from '../guard-over.ts'
import { identified, UNIDENTIFIED, type Identify } from './http-identity.ts'

export type { Identified, Identify } from './http-identity.ts'

interface Reply {
  code(status: number): { type(type: string): { send(body: string): unknown } }
}
type Done = (error?: Error) => void

/** A `preHandler` that says who calls: `app.addHook('preHandler', callerOf(kvlar, identify))`, behind your authentication. */
export function callerOf<Request>(kvlar: Pick<Guarding, 'run'>, identify: Identify<Request>) {
  const goOn = async (request: Request, reply: Reply, done: Done): Promise<void> => {
    try {
      const context = await identified(identify, request)
      if (context === undefined)
        reply.code(UNIDENTIFIED.status).type(UNIDENTIFIED.type).send(UNIDENTIFIED.body)
      // What a handler throws is not thrown here.
      else kvlar.run(context, () => queueMicrotask(done))
    } catch (error) {
      done(error instanceof Error ? error : new Error('nobody can be identified'))
    }
  }
  // With a callback, because what follows must go on within the context.
  return (request: Request, reply: Reply, done: Done): void => void goOn(request, reply, done)
}
