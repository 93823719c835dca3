import { resolveUrlPath } from './url-form.ts'

/**
 * The path of a `file:` URL as the URL Standard has it, for servers that open `new URL(text)`: tabs and line ends go,
 * a backslash is a slash, `..` takes one segment away even if it is empty, and what is left is decoded once.
 */
export function fileUrlPath(url: string): readonly string[] {
  const text = url.replace(/[\t\r\n]/g, '').replaceAll('\\', '/')
  const rest = /^file:(?:\/\/[^/?#]*)?([^?#]*)/i.exec(text)?.[1] ?? ''
  return text !== url || rest.includes('//') ? [resolveUrlPath(rest)] : []
}
