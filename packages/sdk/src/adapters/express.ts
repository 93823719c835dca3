/** Express: guarded calls of a request are made by whoever made the request. */
import type { Guarding } from '../guard-over.ts'
import { identified, UNIDENTIFIED, type Identify } from './http-identity.ts'

export type { Identified, Identify } from './http-identity.ts'

interface Response {
  status(code: number): { type(type: string): { send(body: string): unknown } }
}

/**
 * A middleware that says who calls. Use it behind your authentication and behind what reads bodies, in front of the
 * handlers: what reads a body goes on outside the request's asynchronous context.
 */
export function callerOf<Request>(kvlar: Pick<Guarding, 'run'>, identify: Identify<Request>) {
  return async (request: Request, response: Response, next: (error?: unknown) => void): Promise<void> => {
    try {
      const context = await identified(identify, request)
      if (context === undefined) {
        response.status(UNIDENTIFIED.status).type(UNIDENTIFIED.type).send(UNIDENTIFIED.body)
        return
      }
      kvlar.run(context, () => next())
    } catch (error) {
      next(error)
    }
  }
}
