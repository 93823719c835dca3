/** Numbers of one process; where they begin is chance, because a session may be spread over processes. */
export function createCallIds(): () => number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  const HIGH_BITS = 0xf_ffff
  let last = (high & HIGH_BITS) * 2 ** 32 + low
  return () => {
    last = last >= Number.MAX_SAFE_INTEGER ? 1 : last + 1
    return last
  }
}
