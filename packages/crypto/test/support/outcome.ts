/** `accepted`, or the code of the refusal: what a call under test came to. */
export async function outcome(act: Promise<unknown> | (() => unknown)): Promise<unknown> {
  try {
    await (typeof act === 'function' ? act() : act)
    return 'accepted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : `${String(error)}, which has no code`
  }
}
