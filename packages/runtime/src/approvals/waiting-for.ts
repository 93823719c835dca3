import type { AskedAction, CallByNow } from '@kvlar/gate'

/** The same question, waiting so long for its answer in place of what its rule says. */
export function waitingFor<Request extends AskedAction>(
  request: Request,
  timeoutMs: number | undefined,
): Request {
  if (timeoutMs === undefined) return request
  const current = async (): Promise<CallByNow> => withTimeout(await request.current(), timeoutMs)
  return { ...withTimeout(request, timeoutMs), current }
}

function withTimeout<Call extends CallByNow>(call: Call, timeoutMs: number): Call {
  const { approval } = call.decision
  return approval === undefined
    ? call
    : { ...call, decision: { ...call.decision, approval: { ...approval, timeoutMs } } }
}
