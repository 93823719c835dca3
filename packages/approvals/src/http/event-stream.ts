import type { FastifyInstance } from 'fastify'
import type { Approvals } from '../approvals.ts'
import { turn, type Gatekeeper } from './gatekeeper.ts'
import { HTTP_LIMITS } from './http-limits.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** Server-sent events: one `change` for each record that anyone changes. The page then asks for what it shows. */
export function addEventStream(
  app: FastifyInstance,
  { approvals, gatekeeper }: { readonly approvals: Approvals; readonly gatekeeper: Gatekeeper },
): void {
  let open = 0
  app.get('/api/events', async (request, reply) => {
    const caller = await gatekeeper.identify(request)
    if ('status' in caller) return turn(reply, caller)
    if (open >= HTTP_LIMITS.streamsMax)
      return turn(reply, { status: 503, error: 'TOO_MANY_STREAMS', message: 'too many pages are open' })
    const unsubscribe = await approvals.subscribe((rows) => {
      // A page that connects again asks for everything.
      if (rows === undefined || rows === 'gap') {
        reply.raw.end()
        return
      }
      for (const { id, kind, state } of rows)
        reply.raw.write(`event: change\ndata: ${JSON.stringify({ id, kind, state })}\n\n`)
    })
    open += 1
    reply.hijack()
    reply.raw.writeHead(200, { ...SECURITY_HEADERS, 'Content-Type': 'text/event-stream' })
    reply.raw.write('retry: 1000\n\n')
    const heartbeat = setInterval(() => reply.raw.write(': here\n\n'), HTTP_LIMITS.heartbeatMs)
    heartbeat.unref()
    request.raw.once('close', () => {
      open -= 1
      clearInterval(heartbeat)
      unsubscribe()
      reply.raw.end()
    })
    return reply
  })
}
