/**
 * The kinds of statement that a grant can name. `read`: read to its last word, so that it can be granted.
 * `closed`: known by its first word, and what follows is not read; it matches no grant for certain, but it is certainly
 * no statement of another kind. `open`: it may run what this reading does not see.
 */
export const SQL_STATEMENTS = {
  select: 'read',
  values: 'read',
  table: 'read',
  insert: 'read',
  replace: 'read',
  update: 'read',
  delete: 'read',
  merge: 'read',
  truncate: 'read',
  drop: 'read',
  call: 'read',
  explain: 'read',
  describe: 'read',
  show: 'read',
  pragma: 'read',
  begin: 'read',
  commit: 'read',
  rollback: 'read',
  savepoint: 'read',
  release: 'read',
  alter: 'closed',
  analyze: 'closed',
  attach: 'closed',
  checkpoint: 'closed',
  close: 'closed',
  cluster: 'closed',
  comment: 'closed',
  create: 'closed',
  deallocate: 'closed',
  detach: 'closed',
  discard: 'closed',
  grant: 'closed',
  kill: 'closed',
  listen: 'closed',
  lock: 'closed',
  notify: 'closed',
  optimize: 'closed',
  reassign: 'closed',
  reindex: 'closed',
  rename: 'closed',
  reset: 'closed',
  revoke: 'closed',
  set: 'closed',
  unlisten: 'closed',
  unlock: 'closed',
  use: 'closed',
  vacuum: 'closed',
  copy: 'open',
  declare: 'open',
  do: 'open',
  execute: 'open',
  fetch: 'open',
  handler: 'open',
  import: 'open',
  load: 'open',
  move: 'open',
  prepare: 'open',
  refresh: 'open',
} as const satisfies Readonly<Record<string, 'read' | 'closed' | 'open'>>

export type SqlKind = keyof typeof SQL_STATEMENTS

/** First words that mean the same as a kind of another name. */
const OTHER_WORDS: Readonly<Record<string, SqlKind>> = {
  abort: 'rollback',
  analyse: 'analyze',
  desc: 'describe',
  end: 'commit',
  exec: 'execute',
  start: 'begin',
}

/** The kind of statement that a word begins, except WITH, which begins several. */
export function sqlKind(word: string): SqlKind | undefined {
  if (isSqlKind(word)) return word
  return Object.hasOwn(OTHER_WORDS, word) ? OTHER_WORDS[word] : undefined
}

function isSqlKind(word: string): word is SqlKind {
  return Object.hasOwn(SQL_STATEMENTS, word)
}

/** Why the text is no kind of statement; undefined when it is one. */
export function sqlStatementProblem(text: string): string | undefined {
  return isSqlKind(text) ? undefined : `\`${text}\` is not a kind of SQL statement`
}
