/** Whether a position of an SQL text stands inside 'text' or a "name"; knows nothing of comments and escapes. */
export function isInsideQuotes(sql: string, position: number): boolean {
  let open = ''
  for (const character of sql.slice(0, position)) {
    if (open === '' && (character === "'" || character === '"')) open = character
    else if (character === open) open = ''
  }
  return open !== ''
}
