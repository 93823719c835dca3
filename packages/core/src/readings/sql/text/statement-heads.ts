import type { SqlKind } from '../statement-kinds.ts'

/** How a statement begins, as its words with one blank between: names as they are, texts as `''`, numbers as `0`. */
interface StatementHead {
  readonly kind: SqlKind
  readonly head: RegExp
}

const NAME = String.raw`[^\s.,;()=']+(?: \. [^\s.,;()=']+){0,3}`
/** Nothing more, so that words after it make it a sentence. */
const END = '(?= [;)]|$)'
const OBJECT =
  '(?:table|database|schema|view|index|sequence|trigger|function|procedure|role|user|extension|type|domain|policy|event|tablespace|server|publication|subscription|aggregate|login)'
const QUALIFIED = `(?:(?:or replace|global|local|temp|temporary|unlogged|unique|virtual|external|materialized|foreign|clustered|fulltext) ){0,3}${OBJECT} (?:(?:if exists|if not exists|concurrently) ){0,2}`
const RIGHT =
  '(?:all|select|insert|update|delete|usage|execute|create|connect|trigger|references|truncate|temporary|super|file|process|alter|drop|index|reload|shutdown|replication)'

/** By the first word. Words that are no statement without more (`create`, `set`) need what makes them one. */
const HEADS: Readonly<Record<string, readonly (readonly [SqlKind, string])[]>> = {
  select: [
    ['create', `select (?:\\S+ ){1,12}into (?:outfile|dumpfile|table |temp |temporary )?${NAME}`],
    ['select', `select (?:\\S+ ){1,12}from ${NAME}`],
  ],
  insert: [
    [
      'insert',
      `insert (?:(?:or|ignore|low_priority|delayed|high_priority|replace|abort|fail|rollback) ){0,2}(?:into|overwrite) (?:table )?${NAME}`,
    ],
    ['insert', `insert (?:ignore )?${NAME} (?:values|set|select|\\()`],
  ],
  replace: [
    ['replace', `replace (?:(?:low_priority|delayed) )?(?:into ${NAME}|${NAME} (?:values|set|select|\\())`],
  ],
  update: [['update', String.raw`update (?:\S+ ){1,10}?set (?:\(|\S+ (?:\. \S+ ){0,3}[-+*|]?=)`]],
  delete: [
    ['delete', `delete (?:\\S+ ){0,4}?from (?:only )?${NAME}`],
    ['delete', `delete (?:top \\(|${NAME} where )`],
  ],
  merge: [['merge', `merge (?:into )?${NAME} (?:(?:as )?\\S+ )?using `]],
  truncate: [['truncate', `truncate (?:table (?:only )?${NAME}|(?:only )?${NAME}${END})`]],
  drop: [['drop', `drop ${QUALIFIED}${NAME}`]],
  alter: [
    [
      'alter',
      `alter ${QUALIFIED}${NAME} (?:add|drop|rename|alter|modify|change|set|reset|owner|enable|disable|with|password|identified|attach|detach|convert|engine|cluster) `,
    ],
    ['alter', 'alter (?:system|default|session) '],
  ],
  create: [
    [
      'create',
      `create ${QUALIFIED}(?:${NAME} )?(?:\\(|as |on |like |before |after |with |identified |password |login|superuser|using )`,
    ],
    [
      'create',
      `create (?:or replace )?(?:database|schema|user|role|login|extension) (?:if not exists )?${NAME}${END}`,
    ],
  ],
  grant: [['grant', `grant (?:${RIGHT} |\\S+ to \\S+${END})`]],
  revoke: [['revoke', `revoke (?:${RIGHT} |\\S+ from \\S+${END})`]],
  call: [['call', `call ${NAME} \\(`]],
  exec: [['execute', `exec(?:ute)? (?:${NAME} (?:''|0|@|:|;|\\(|using )|immediate |${NAME}${END}|\\()`]],
  copy: [['copy', `copy (?:\\(|${NAME} (?:\\( .{0,200} \\) )?(?:from|to) (?:''|program|stdin|stdout))`]],
  do: [['do', "do (?:language \\S+ )?''"]],
  load: [['load', "load (?:''|(?:data|xml) (?:\\S+ ){0,2}infile|extension )"]],
  set: [
    [
      'set',
      `set (?:(?:global|session|local|persist|@@?) ?){0,3}(?:@ )*${NAME} =|set (?:session )?(?:role|authorization) `,
    ],
  ],
  vacuum: [['vacuum', `vacuum (?:into|full|analyze|freeze|\\()`]],
  attach: [['attach', "attach (?:database )?(?:''|\\S+) as "]],
  pragma: [['pragma', `pragma ${NAME} =`]],
  rename: [['rename', `rename (?:table|user) ${NAME} to `]],
  lock: [['lock', `lock (?:table|tables) ${NAME}`]],
  kill: [['kill', 'kill (?:(?:query|connection|hard|soft) )?0']],
  handler: [['handler', `handler ${NAME} (?:open|read|close)`]],
  prepare: [['prepare', `prepare ${NAME} (?:from |as |\\()`]],
  reassign: [['reassign', 'reassign owned ']],
  reindex: [['reindex', `reindex (?:table|index|schema|database|system) `]],
  refresh: [['refresh', 'refresh materialized view ']],
  comment: [['comment', `comment on ${OBJECT} `]],
  import: [['import', 'import foreign schema ']],
}

/** The words that begin a statement. */
export const FIRST_WORDS: readonly string[] = [...Object.keys(HEADS), 'execute']

const COMPILED: ReadonlyMap<string, readonly StatementHead[]> = new Map(
  FIRST_WORDS.map((word) => [
    word,
    (HEADS[word === 'execute' ? 'exec' : word] ?? []).map(([kind, head]) => ({
      kind,
      head: new RegExp(`^${head}`),
    })),
  ]),
)

/** The kind of statement that some words begin; undefined when they are a sentence. */
export function kindOfHead(first: string, words: string): SqlKind | undefined {
  return COMPILED.get(first)?.find(({ head }) => head.test(words))?.kind
}
