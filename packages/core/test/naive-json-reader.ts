/** How a reader treats keys: which of two equal ones wins, and when it takes two for equal. */
export interface Habit {
  readonly wins: 'first' | 'last'
  readonly same: (key: string) => string
}

/**
 * A second reader of JSON, written plainly and recursively, that shares no code with the strict one. It has the habits
 * of real decoders, to show that what the strict reader accepts they all read alike.
 */
export function naiveRead(text: string, { wins, same }: Habit): unknown {
  let rest = text
  const skip = (): void => {
    rest = rest.replace(/^[ \t\r\n]+/, '')
  }
  const take = (pattern: RegExp): string => {
    const found = pattern.exec(rest)?.[0]
    if (found === undefined) throw new SyntaxError(`unexpected ${rest.slice(0, 10)}`)
    rest = rest.slice(found.length)
    return found
  }
  const text_ = (): string => JSON.parse(take(/^"(?:[^"\\]|\\.)*"/su)) as string
  const list = (close: RegExp, item: () => void): void => {
    skip()
    if (close.test(rest)) {
      take(close)
      return
    }
    for (;;) {
      item()
      skip()
      if (close.test(rest)) {
        take(close)
        return
      }
      take(/^,/)
    }
  }
  const value = (): unknown => {
    skip()
    if (rest.startsWith('{')) {
      take(/^\{/)
      const members = new Map<string, unknown>()
      list(/^\}/, () => {
        skip()
        const key = same(text_())
        skip()
        take(/^:/)
        const member = value()
        if (wins === 'last' || !members.has(key)) members.set(key, member)
      })
      return members
    }
    if (rest.startsWith('[')) {
      take(/^\[/)
      const items: unknown[] = []
      list(/^\]/, () => items.push(value()))
      return items
    }
    if (rest.startsWith('"')) return text_()
    if (/^[tfn]/.test(rest)) return JSON.parse(take(/^(?:true|false|null)/))
    return Number(take(/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/))
  }
  const answer = value()
  skip()
  if (rest !== '') throw new SyntaxError(`trailing ${rest.slice(0, 10)}`)
  return answer
}

/** A value in the naive reader's terms: objects as Maps, keys by `same`. */
export function asNaive(value: unknown, same: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => asNaive(item, same))
  if (typeof value !== 'object' || value === null) return value
  return new Map(Object.entries(value).map(([key, member]) => [same(key), asNaive(member, same)]))
}
