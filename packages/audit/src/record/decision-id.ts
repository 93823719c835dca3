/** Joins the entries of one call: its decisions, the steps of its approval and its result. */
export function decisionId({
  sessionId,
  callId,
}: {
  readonly sessionId: string
  readonly callId: number
}): string {
  return `${sessionId}:${callId}`
}
