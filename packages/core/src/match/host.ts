/** Why the text cannot be a host pattern (`example.com`, `*.example.com`); undefined when it can. */
export function hostPatternProblem(text: string): string | undefined {
  const host = text.startsWith('*.') ? text.slice(2) : text
  if (/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host) || /^\[[0-9a-f:]+\]$/.test(text)) return undefined
  return `\`${text}\` is not a host name in lower case`
}
