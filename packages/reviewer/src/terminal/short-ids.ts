const DIGITS_MIN = 8
const PREFIX_CHARS = 4

/** The shortest beginning of an id, of 8 digits or more, that no other of these ids has. */
export function shortIds(ids: readonly string[]): (id: string) => string {
  return (id) => {
    let length = PREFIX_CHARS + DIGITS_MIN
    while (length < id.length && ids.some((one) => one !== id && one.startsWith(id.slice(0, length))))
      length += 1
    return id.slice(0, length)
  }
}
