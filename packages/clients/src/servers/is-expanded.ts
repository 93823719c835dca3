/** Whether a client could replace part of the text: `$VAR`, `${VAR}`, `{env:VAR}`, `{file:PATH}`. */
export function isExpanded(text: string): boolean {
  return /\$[\w{(]|\{(?:env|file):/.test(text)
}
