import { admit, HEADER, readCallOf, REFUSAL, type CallOf } from './admit.ts'
import { jsonBody } from './json-body.ts'
import type { Permits } from './open-permits.ts'

/** What is used of a context of Hono. */
export interface HonoContext {
  readonly req: { header(name: string): string | undefined; text(): Promise<string> }
  body(body: string, status: 401, headers: Record<string, string>): Response
}

/**
 * Middleware for Hono: a request goes on only with a permit, and then has `permitOf(context)`. Its body is read strictly:
 * what two readers could take for different things is refused.
 */
export function honoPermit<Context extends HonoContext>(
  permits: Permits,
  call: CallOf<Context>,
): (context: NoInfer<Context>, next: () => Promise<void>) => Promise<Response | undefined> {
  const asked = readCallOf(call)
  return async (context, next) => {
    const { req } = context
    const permitted = await admit(permits, asked, {
      request: context,
      permit: req.header(HEADER),
      body: async () => jsonBody(await req.text()),
    })
    if (permitted === undefined) return context.body(REFUSAL.body, REFUSAL.status, REFUSAL.headers)
    await next()
    return undefined
  }
}
