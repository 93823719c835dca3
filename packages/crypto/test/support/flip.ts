/** A copy with one bit of one byte changed. */
export function flip(bytes: Uint8Array, index: number, bit = 0): Uint8Array {
  const copy = new Uint8Array(bytes)
  copy[index] = (copy[index] ?? 0) ^ (1 << bit)
  return copy
}
