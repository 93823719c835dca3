import { later } from '../../../later.ts'
import type { SqlKind } from '../statement-kinds.ts'
import { ACTIONS, CREATE_REST, KINDS, RIGHTS } from './statement-parts.ts'

/** How a statement begins, as its words with one blank between: names as they are, texts as `''`, numbers as `0`. */
interface StatementHead {
  readonly kind: SqlKind
  readonly head: RegExp
}

const PART = String.raw`(?:u & )?(?:''|[^\s.,;()=']+)`
const NAME = `${PART}(?: \\. ${PART}){0,3}`
const TARGET = `(?:only )?(?:\\( )?${NAME}(?: \\))?(?: \\*)?`
/** Nothing more, so that words after it make it a sentence. */
const END = '(?= [;)]| (?:select|insert|update|delete|drop|exec|commit|go|end) |$)'
/** In parentheses: the arguments of a function, the columns of a table. */
const LIST = String.raw`\( [^;]{0,400}?\)`
const IF = '(?:(?:if exists|if not exists|concurrently) ){0,2}'
const MODIFIERS =
  '(?:(?:or replace|or alter|global|local|temp|temporary|unlogged|unique|virtual|external|foreign|recursive|constraint|trusted|procedural|default|clustered|nonclustered|fulltext|spatial|bitmap|public|definer = \\S+|aggregate|force|noforce|editionable) ){0,4}'
const OBJECT = `${MODIFIERS}(?:${KINDS}) `
/** What can follow the table of a DELETE, a name of its own before it. */
const DELETE_REST = `(?:${END}| (?:where|using|as|returning|order|limit|partition|output|option|with|inner|left|join|from|indexed|not) | ,| @)`
const QUALITY =
  '(?:low_priority|high_priority|delayed|quick|ignore|or|abort|fail|rollback|replace|top|0|percent|\\(|\\))'

/** By the first word. Words that are no statement without more (`create`, `set`) need what makes them one. */
const HEADS: Readonly<Record<string, readonly (readonly [SqlKind, string])[]>> = {
  select: [['select', `select (?:\\S+ ){1,12}from ${NAME}`]],
  insert: [
    [
      'insert',
      `insert (?:${QUALITY} ){0,5}(?:into|overwrite|all|first) (?:table )?${NAME}(?: as \\S+)? (?:\\(|values|value|select|default|set|table|with|as|overriding|partition|exec|execute|output|when|from)`,
    ],
    ['insert', `insert (?:${QUALITY} ){0,5}${NAME} (?:values|set|select|default values|\\()`],
  ],
  upsert: [['insert', `upsert into ${NAME} (?:\\(|values|select)`]],
  replace: [
    [
      'replace',
      `replace (?:(?:low_priority|delayed) )?into ${NAME} (?:\\(|values|value|select|default|set|table|with|as)`,
    ],
    [
      'replace',
      `replace (?:(?:low_priority|delayed) )?${NAME} (?:values|set|select|\\( [^;]{0,200}\\) (?:values|select))`,
    ],
  ],
  update: [['update', String.raw`update (?:\S+ ){1,24}?set (?:\(|(?:\S+ ){1,10}?=)`]],
  delete: [
    ['delete', `delete (?:\\S+ ){0,6}?from ${TARGET}(?: (?:as )?\\S+)?${DELETE_REST}`],
    [
      'delete',
      `delete (?:top \\(|${NAME} where (?:\\(|not |exists |current |${NAME} (?:[=<>!(]|is|in|like|between|not)))`,
    ],
  ],
  merge: [
    [
      'merge',
      `merge (?:top \\( \\S+ \\) )?(?:into )?${TARGET} (?:(?:as )?\\S+ )?using (?:\\(|only |lateral |${NAME} (?:\\(|\\*|(?:as )?(?:\\S+ )?(?:\\(|on |with )))`,
    ],
  ],
  truncate: [
    ['truncate', `truncate table ${TARGET}`],
    [
      'truncate',
      `truncate (?:only (?:\\( )?)?${NAME}(?: \\))?(?: \\*)?(?:${END}| (?:,|restart identity|continue identity|cascade|restrict))`,
    ],
  ],
  drop: [
    [
      'drop',
      `drop ${OBJECT}${IF}(?:\\(|${NAME})(?:${END}| (?:cascade|restrict|,|\\(|using|force|purge|server) ?)`,
    ],
    [
      'drop',
      `drop (?:trigger|rule|policy|row policy|index|security policy|event notification) ${IF}${NAME} on ${NAME}`,
    ],
    ['drop', 'drop owned by '],
    ['drop', `drop (?:operator|cast) ${IF}\\S+ `],
  ],
  uninstall: [['drop', `uninstall (?:plugin|component) `]],
  alter: [
    [
      'alter',
      `alter ${OBJECT}${IF}(?:only )?(?:${NAME}|\\S+)(?: \\*)?(?: ${LIST})?(?: on ${NAME})?(?: for \\S+)?(?: using \\S+)? (?:${ACTIONS})(?= |$)`,
    ],
    ['alter', String.raw`alter (?:operator|large object|cast) [^;]{1,200} (?:${ACTIONS})(?= |$)`],
    [
      'alter',
      'alter (?:system (?:set|reset|kill|flush|switch|checkpoint|disable|enable) |default privileges |session set |authorization on |instance |service master key |(?:table|index|materialized view|view) all in tablespace )',
    ],
  ],
  create: [
    ['create', `create ${OBJECT}${IF}(?:on |${NAME} (?:${LIST} )?(?:\\(|(?:${CREATE_REST})(?: |$)))`],
    ['create', `create ${OBJECT}${IF}${NAME} (?:${LIST} )?with (?:\\(|(?:${CREATE_REST}) )`],
    ['create', `create ${OBJECT}${IF}${NAME} for (?:all |tables? |'' |each |select|insert|update|delete)`],
    ['create', `create ${MODIFIERS}synonym ${NAME} for ${NAME}`],
    [
      'create',
      `create ${MODIFIERS}(?:database|schema|user|role|group|login|extension|type|sequence|publication|language|(?:foreign )?data wrapper) ${IF}${NAME}${END}`,
    ],
    [
      'create',
      `create (?:operator [^;]{1,80}?\\(|operator class ${NAME} (?:default )?for type |operator family ${NAME} using |cast \\(|${MODIFIERS}transform for ${NAME} |schema ${IF}authorization )`,
    ],
    ['create', `create (?:policy ${NAME} on ${NAME}|${MODIFIERS}table ${IF}(?!of )${NAME} of )`],
    ['create', `create user mapping ${IF}for ${NAME} server `],
  ],
  grant: [
    ['grant', `grant (?:${RIGHTS})(?: |$)[^;]{0,400}(?: |^)(?:on|to) `],
    [
      'grant',
      `grant ${NAME}(?: , ${NAME}){0,20} to ${NAME}(?: , ${NAME}){0,20}(?:${END}| (?:with|granted) )`,
    ],
  ],
  revoke: [
    [
      'revoke',
      `revoke (?:(?:grant|admin|inherit|set) option for )?(?:if exists )?(?:${RIGHTS})(?: |$)[^;]{0,400}(?: |^)(?:on|from) `,
    ],
    [
      'revoke',
      `revoke (?:(?:admin|inherit|set) option for )?${NAME}(?: , ${NAME}){0,20} from ${NAME}(?: , ${NAME}){0,20}(?:${END}| (?:cascade|restrict|granted) )`,
    ],
  ],
  deny: [['revoke', `deny (?:${RIGHTS}) [^;]{0,400}to `]],
  call: [['call', `call ${NAME} \\(`]],
  exec: [['execute', `exec(?:ute)? (?:${NAME} (?:''|0|@|:|;|\\(|using )|immediate |${NAME}${END}|\\(|@)`]],
  dbcc: [['execute', `dbcc ${NAME} \\(`]],
  copy: [['copy', `copy (?:\\(|(?:binary )?${NAME} (?:${LIST} )?(?:from|to) (?:''|program|stdin|stdout))`]],
  backup: [['copy', `backup (?:database|log|table) ${NAME} to `]],
  export: [['copy', "export (?:data (?:options|with)|database (?:\\S+ to )?'')"]],
  do: [['do', "do (?:language \\S+ )?(?:[a-z] )?''"]],
  load: [['load', "load (?:[a-z] )?(?:''|(?:data|xml) (?:\\S+ ){0,2}infile|extension |data inpath )"]],
  bulk: [['load', `bulk insert ${NAME} from `]],
  restore: [['load', `restore (?:database|log) ${NAME}(?: from |${END})`]],
  install: [['load', 'install (?:plugin|component|soname) ']],
  set: [
    ['set', `set (?:(?:global|session|local|persist|persist_only|@) ?(?:\\. )?){0,4}${NAME} (?:: )?=`],
    ['set', `set (?:(?:session|local) )?(?:role|authorization) ${NAME}(?:${END}| ,)`],
    [
      'set',
      "set (?:session characteristics as transaction|(?:(?:session|global|local) )?transaction (?:read|isolation|snapshot|deferrable|not)|(?:session |local )?time zone (?:''|0|local|default|interval)|constraints (?:all|\\S+(?: , \\S+)*) (?:deferred|immediate)|password (?:=|for)|default role |names \\S+|character set )",
    ],
    ['set', `set (?:(?:session|local) )?(?:[a-z]+_[a-z_]+|${PART} \\. ${PART}) to `],
    ['set', `set (?:identity_insert|nocount|xact_abort|showplan_all|rowcount|quoted_identifier|ansi_nulls) `],
  ],
  reset: [
    [
      'reset',
      `reset (?:all${END}|role${END}|session authorization|(?:master|slave|replica|query cache|persist)|[a-z]+_[a-z_]+${END})`,
    ],
  ],
  discard: [['discard', `discard (?:all|plans|sequences|temp|temporary)${END}`]],
  flush: [
    [
      'reset',
      `flush (?:(?:no_write_to_binlog|local) )?(?:(?:binary|engine|error|general|relay|slow) logs|logs|privileges|hosts|status|optimizer_costs|user_resources|tables?)(?:${END}| ,| with )`,
    ],
  ],
  purge: [
    [
      'delete',
      'purge (?:binary|master) logs (?:to|before) |purge (?:recyclebin|dba_recyclebin)|purge (?:table|index|tablespace) \\S+$',
    ],
  ],
  vacuum: [['vacuum', `vacuum (?:into|full|analyze|freeze|verbose|\\(|${NAME} (?:into|\\())`]],
  cluster: [['cluster', `cluster (?:verbose )?${NAME} using ${NAME}${END}`]],
  attach: [['attach', "attach (?:database )?(?:''|\\$|\\(|\\S+ as|[:@?])"]],
  detach: [['detach', `detach database ${NAME}${END}`]],
  pragma: [
    [
      'pragma',
      `pragma ${NAME} (?:=|\\( (?:[-+] )?(?:''|0|on|off|true|false|yes|no|full|normal|extra|delete|truncate|persist|memory|wal|exclusive|none|incremental|default|passive|restart)(?: |$))`,
    ],
  ],
  change: [['set', 'change (?:master|replication source|replication filter) (?:\\S+ to |to |\\S+ = )']],
  binlog: [['execute', "binlog ''"]],
  undrop: [['create', `undrop (?:table|schema|database) ${NAME}${END}`]],
  rename: [['rename', `rename (?:table|user|tables) (?:if exists )?${NAME} to `]],
  lock: [
    [
      'lock',
      `lock (?:instance for|(?:table|tables) ${TARGET}(?:${END}| (?:,|in|nowait|(?:(?:as )?\\S+ )?(?:read|write|low_priority))))`,
    ],
    ['lock', `lock (?:only )?${NAME}(?: \\*)?(?: in (?:access|row|share|exclusive) |(?= ;))`],
  ],
  kill: [['kill', 'kill (?:(?:query|connection|hard|soft) )?0']],
  shutdown: [['kill', 'shutdown with nowait|shutdown (?:immediate|abort|transactional|normal)$']],
  handler: [['handler', `handler ${NAME} (?:open|read|close)`]],
  prepare: [['prepare', `prepare (?:transaction ''|${NAME} (?:from |as |\\())`]],
  reassign: [['reassign', 'reassign owned ']],
  reindex: [
    [
      'reindex',
      `reindex (?:${LIST} )?(?:table|index|schema|database|system) (?:concurrently )?${NAME}${END}`,
    ],
  ],
  optimize: [['optimize', `optimize (?:(?:local|no_write_to_binlog) )?table ${NAME}(?:${END}| ,| final)`]],
  repair: [
    [
      'optimize',
      `repair (?:(?:local|no_write_to_binlog) )?table ${NAME}(?:${END}| ,| (?:quick|extended|use_frm))`,
    ],
  ],
  refresh: [['refresh', 'refresh materialized view ']],
  comment: [
    [
      'comment',
      `comment on (?:${MODIFIERS}(?:${KINDS}|column|constraint|operator|cast|large object|access method) )[^;]{1,400}is (?:''|null|[a-z] '')`,
    ],
  ],
  security: [['comment', 'security label (?:for \\S+ )?on ']],
  import: [['import', 'import (?:foreign schema |into \\S+ csv )']],
  notify: [['notify', `notify ${NAME} , ''`]],
  deallocate: [['deallocate', `deallocate (?:prepare )?all${END}|deallocate prepare ${NAME}${END}`]],
}

/** The words that begin a statement. */
export const FIRST_WORDS: readonly string[] = [...Object.keys(HEADS), 'execute']

/** The heads of a first word, compiled for the first text that begins so: of most words there is none. */
const COMPILED: ReadonlyMap<string, () => readonly StatementHead[]> = new Map(
  FIRST_WORDS.map((word) => [
    word,
    later(() =>
      (HEADS[word === 'execute' ? 'exec' : word] ?? []).map(([kind, head]) => ({
        kind,
        head: new RegExp(`^(?:${head})`),
      })),
    ),
  ]),
)

/** Every kind that the head of a statement says. */
export const HEAD_KINDS: ReadonlySet<SqlKind> = new Set(
  Object.values(HEADS).flatMap((heads) => heads.map(([kind]) => kind)),
)

/** Whether a word begins statements at all. */
export function isFirstWord(word: string): boolean {
  return COMPILED.has(word)
}

/** The kind of statement that some words begin; undefined when they are a sentence. */
export function kindOfHead(first: string, words: string): SqlKind | undefined {
  return COMPILED.get(first)?.().find(({ head }) => head.test(words))?.kind
}
