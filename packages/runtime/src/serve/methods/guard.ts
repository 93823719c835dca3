import { z } from 'zod'
import { method } from '../method.ts'
import { SERVE_LIMITS } from '../protocol.ts'
import { ServeError } from '../serve-error.ts'
import { contextShape, parametersShape } from './shapes.ts'

/** Nothing runs in this process: whoever asked runs it, between `guard.begin` and `guard.finish`. */
const elsewhere = (): never => {
  throw new Error('a call of another process does not run here')
}

export const guardBegin = method({
  scope: 'judge',
  does: 'Lets a call go that the caller makes itself: judged, recorded and asked about as a call of `guard()`. It is an error where it may not run. What comes back as `arguments` is what was judged: nothing else may run.',
  params: z.strictObject({
    name: z.string().min(1),
    arguments: parametersShape,
    server: z.string().exactOptional(),
    target: z.string().exactOptional(),
    redact: z.array(z.string()).exactOptional(),
    context: contextShape.exactOptional(),
    on_pending: z.enum(['wait', 'throw']).exactOptional(),
    hold_ms: z.number().min(0).max(SERVE_LIMITS.waitMsMax).exactOptional(),
  }),
  run: async (given, { serving, signal }) => {
    const { name, arguments: args, on_pending: onPending, hold_ms: holdMs, ...options } = given
    const { calls } = serving.handles
    if (!calls.hasRoom) throw new ServeError('SERVE_BUSY', 'too many calls are open; finish some')
    serving.actAs(options.context?.principal)
    const kvlar = await serving.kvlar()
    const guarded = kvlar.guard<typeof args, unknown, never>(name, elsewhere, {
      ...options,
      ...(onPending !== undefined && { onPending }),
      ...(holdMs !== undefined && { holdMs }),
    })
    const { args: judged, ended, permit, approvalId } = await kvlar.letGo(guarded, args, { signal })
    return {
      call: calls.add(ended),
      arguments: judged,
      ...(permit !== undefined && { permit }),
      ...(approvalId !== undefined && { approval_id: approvalId }),
    }
  },
})

export const guardFinish = method({
  scope: 'judge',
  does: 'Says how a call has ended that was let go, once. It is on record when this is answered.',
  params: z.strictObject({ call: z.string(), result: z.enum(['ok', 'failed']) }),
  run: async ({ call, result }, { serving }) => {
    await serving.handles.calls.take(call)(result)
    return {}
  },
})
