/** Where white space and comments that start at an offset end; a comment that does not end is no comment. */
export function endOfTrivia(text: string, from: number): number {
  let at = from
  for (;;) {
    const character = text[at]
    if (character === ' ' || character === '\n' || character === '\t' || character === '\r') at += 1
    else if (character !== '/') return at
    else {
      const end = endOfComment(text, at)
      if (end === undefined) return at
      at = end
    }
  }
}

function endOfComment(text: string, from: number): number | undefined {
  if (text[from + 1] === '*') {
    const close = text.indexOf('*/', from + 2)
    return close < 0 ? undefined : close + 2
  }
  if (text[from + 1] !== '/') return undefined
  const lineEnd = /[\r\n]/g
  lineEnd.lastIndex = from
  return lineEnd.exec(text)?.index ?? text.length
}
