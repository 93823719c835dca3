/**
 * The path of a `file:` URL as the URL Standard has it, for servers that open `new URL(text)`: tabs and line ends go,
 * a backslash is a slash, `..` takes one segment away even if it is empty, and what is left is decoded once.
 */
export function fileUrlPath(url: string): readonly string[] {
  const text = url.replace(/[\t\r\n]/g, '').replaceAll('\\', '/')
  const rest = /^file:(?:\/\/[^/?#]*)?([^?#]*)/i.exec(text)?.[1] ?? ''
  if (!rest.includes('//')) return []
  const segments: string[] = []
  const parts = (rest.startsWith('/') ? rest.slice(1) : rest).split('/')
  for (const [at, part] of parts.entries()) {
    const isLast = at === parts.length - 1
    if (DOUBLE_DOT.test(part)) segments.pop()
    else if (!SINGLE_DOT.test(part)) segments.push(part)
    if (isLast && (DOUBLE_DOT.test(part) || SINGLE_DOT.test(part))) segments.push('')
  }
  return [`/${segments.join('/')}`]
}

const SINGLE_DOT = /^(?:\.|%2e)$/i
const DOUBLE_DOT = /^(?:\.|%2e){2}$/i
