import type { FastifyInstance } from 'fastify'
import type { Approvals } from '@kvlar/approvals'
import { REVIEW_LIMITS } from '../../review-limits.ts'
import type { BrowserSessions } from '../door/browser-sessions.ts'
import { badRequest, turn, type Gatekeeper } from '../door/gatekeeper.ts'
import { SECURITY_HEADERS } from '../security-headers.ts'
import { ASKED } from './asked.ts'
import { readAsked } from './read-asked.ts'

export interface EventStreamOptions {
  readonly approvals: Approvals
  readonly gatekeeper: Gatekeeper
  readonly sessions: BrowserSessions
}

/** Server-sent events: one `change` for each record that anyone changes. The page then asks for what it shows. */
export function addEventStream(
  app: FastifyInstance,
  { approvals, gatekeeper, sessions }: EventStreamOptions,
): void {
  let open = 0
  const streams = new Set<() => void>()
  // A stream ends with its server: it answers nothing that anybody waits for.
  app.addHook('preClose', (done) => {
    for (const end of streams) end()
    done()
  })
  app.get('/api/events', { exposeHeadRoute: false }, async (request, reply) => {
    const caller = await gatekeeper.identify(request)
    if ('status' in caller) return turn(reply, caller)
    const asked = readAsked(ASKED.nothing, request.query)
    if (!asked.ok) return turn(reply, badRequest(asked.message))
    if (open >= REVIEW_LIMITS.streamsMax)
      return turn(reply, { status: 503, error: 'TOO_MANY_STREAMS', message: 'too many pages are open' })
    open += 1
    const cleanUps: (() => void)[] = []
    const end = (): void => {
      for (const cleanUp of cleanUps.splice(0)) cleanUp()
      reply.raw.end()
    }
    const write = (text: string): void => {
      // A reader that does not read is let go; it asks for everything again when it comes back.
      if (reply.raw.writableLength > REVIEW_LIMITS.streamBacklogBytesMax) reply.raw.destroy()
      else reply.raw.write(text)
    }
    // Also when subscribing fails and an ordinary answer goes out instead.
    streams.add(end)
    reply.raw.once('close', () => {
      open -= 1
      streams.delete(end)
      end()
    })
    cleanUps.push(
      await approvals.subscribe((rows) => {
        // A page that connects again asks for everything.
        if (rows === undefined || rows === 'gap') return end()
        for (const { id, kind, state } of rows)
          write(`event: change\ndata: ${JSON.stringify({ id, kind, state })}\n\n`)
      }),
    )
    reply.hijack()
    // The reader left while we were subscribing.
    if (reply.raw.destroyed) {
      end()
      return reply
    }
    reply.raw.writeHead(200, { ...SECURITY_HEADERS, 'Content-Type': 'text/event-stream' })
    write('retry: 1000\n\n')
    const heartbeat = setInterval(() => write(': here\n\n'), REVIEW_LIMITS.heartbeatMs)
    cleanUps.push(() => clearInterval(heartbeat))
    if (caller.session !== undefined) {
      const { session } = caller
      cleanUps.push(sessions.onEnd(session, end))
      const lifetime = setTimeout(end, session.untilMs - approvals.now())
      lifetime.unref()
      cleanUps.push(() => clearTimeout(lifetime))
    }
    return reply
  })
}
