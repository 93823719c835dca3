/** The keys of the Kvlar dialect, each with the line that editors show; readers and schema share these tables. */
export const KVLAR_POLICY_KEYS = {
  name: 'Name of the policy, shown in decisions and audit entries.',
  description: 'What the policy is for.',
  version: 'Version of the policy, as text: `"1.0"`.',
  extends:
    'Policies whose rules follow the own ones: names of built-in policies, or paths relative to this file.',
  rules: 'The rules, asked in order: the first that matches decides; when none does, the call is denied.',
  default_outcome: 'Only `deny`, which is what happens anyway when no rule matches.',
  fail_open: 'Only `false`: what fails is denied.',
} as const

export const KVLAR_RULE_KEYS = {
  id: 'Names the rule in decisions; unique among all rules of the policy, inherited ones included.',
  description: 'What the rule is for.',
  priority:
    'Among the rules of this file, lower is asked first; 100 when absent. Equal priorities keep the order of the file.',
  match_on:
    'What the rule applies to: all keys must hold, and in each list one item is enough. Empty matches everything.',
  effect: 'What happens to a call that matches.',
} as const

export const KVLAR_MATCH_KEYS = {
  action_types: 'Action types, as patterns. Without it: tool_call, resource_read and prompt_get.',
  resources: 'Patterns for the tool name, resource URI or prompt name: `*`, `?`, `[abc]`, `[!abc]`.',
  ignore_case: 'Whether `resources` are compared without regard to case; false when absent.',
  words:
    'Words of which the name of the tool has one: `delete` is a word of `delete_file`, `fileDelete` and `fs.Delete2`. Not in allow rules.',
  agent_ids: 'Patterns for the agent id.',
  servers: 'Patterns for the configured name of the MCP server.',
  principals: 'On whose authority the call is made.',
  targets: 'Patterns for what the action is done to, where a target is mapped.',
  parameters: 'Regular expressions (RE2, unanchored), one for each named argument.',
  arguments: 'Which arguments a call may have at all.',
  conditions: 'Conditions that must all hold.',
} as const

export const ARGUMENTS_KEYS = {
  only: 'Names and paths of the arguments that a call may have, such as `path`, `*_id` or `edits[*].newText`; any other is an error.',
} as const

export const PRINCIPAL_KEYS = {
  ids: 'Patterns for the id of the principal.',
  kinds: 'Kinds of principal.',
  roles: 'Roles; having one of them is enough.',
} as const

export const FIELD_CONDITION_KEYS = {
  field: 'Path into the arguments: `options.force`, `files[0].path`, `files[*].path`.',
  fields: 'Several paths in place of one, for `email_in`: `[to, cc, bcc]`. One of them must be there.',
  operator: 'How the field is compared.',
  value: 'What the field is compared with.',
  except: 'Globs of paths that `path_within` does not cover.',
  relative:
    'Whether `path_within` covers relative paths that do not climb above their start; false when absent.',
} as const

export const SQL_GRANT_KEYS = {
  dialect: 'Which database reads the statement; `any` for one that is not known.',
  statements: 'Kinds of statement that are inside.',
  functions:
    'Functions that may be called; the safe ones of the dialect when absent. `$safe_functions` and `$catalog_functions` are lists.',
  tables: 'Globs on `table` or `schema.table`; no table when absent.',
  permit: 'What must be permitted by name: recursion, locks, writing inside of a query.',
} as const

export const MONEY_KEYS = {
  at_most: 'The amount is this or less. Bounds are in whole units of the currency: 100 is a hundred euros.',
  less_than: 'The amount is less than this.',
  at_least: 'The amount is this or more.',
  more_than: 'The amount is more than this.',
  currency:
    'Codes of ISO 4217, such as `EUR`: of which currency the amount is; several need `currency_field`.',
  currency_field: 'Path of the argument that names the currency.',
  unit: 'What the argument is given in: `major` for euros, `minor` for cents.',
} as const

export const SHELL_OPERAND_KEYS = {
  syntax: '`posix` for a text that a POSIX shell reads, `argv` for a list of words without a shell.',
  programs: 'The programs that may run, by name.',
  permit: 'How commands may be joined: `pipes`, `sequence`.',
  paths: 'What the word `path` stands for in this grant.',
} as const

export const SHELL_PROGRAM_KEYS = {
  flags: 'Flags that may be given, with what follows them: `-n {number}`, `--color={always|never}`.',
  requires: 'Names of flags of which every call has one at least.',
  operands: 'What every operand is; of a list, each item one operand, and the last one all that follow.',
  subcommands: 'Subcommands that may be called, each with flags and operands of its own.',
  walks:
    'Whether it may go through folders, where no reading sees what it meets; `hidden`: also hidden ones that are named.',
} as const

export const SHELL_PATH_KEYS = {
  within: 'Folders below which paths are inside.',
  except: 'Globs of paths that are never inside.',
  relative: 'Whether relative paths that do not climb above their start are inside.',
} as const

export const SHELL_WORD_KEYS = {
  one_of: 'Patterns of which one covers the word.',
  matches: 'A regular expression that covers the whole word.',
} as const

export const OTHER_CONDITION_KEYS = {
  all: 'Conditions that must all hold.',
  any: 'Conditions of which one must hold.',
  not: 'A condition that must not hold.',
  anywhere: 'A test that must hold for some text of the call, wherever it stands.',
  seen: 'There were earlier calls that ended well; a prerequisite.',
  count: 'How many calls were let go within a time, this one included.',
  sum: 'What an argument adds up to over the calls that were let go within a time, this one included; a budget.',
  rate_limit: 'At most `max` calls by this principal to this tool within `window`, this one included.',
  session_age_max: 'The session is not older than this duration.',
  time_window: 'Wall-clock window, such as `09:00-18:00 Europe/Berlin`; without a zone it is UTC.',
} as const

export const ANYWHERE_KEYS = {
  operator: 'How each text is compared.',
  value: 'What each text is compared with.',
} as const

export const TIME_WINDOW_KEYS = {
  hours: 'From when to when, such as `09:00-18:00` or `22:00-24:00`; the whole day when absent.',
  zone: 'IANA time zone, such as `Europe/Berlin`; UTC when absent.',
  days: 'Days of the week on which the window starts: `mon`, or ranges such as `mon-fri`; every day when absent.',
  from: 'The first date on which the window starts: `2026-12-01`.',
  until: 'The date from which on it starts no more: `2027-01-01`.',
} as const

export const RATE_LIMIT_KEYS = {
  max: 'How many calls, this one included; 0 never holds.',
  window: 'Within which duration, such as `24h`.',
} as const

const WINDOW_KEYS = {
  by: 'Whose calls share a window: `principal` when absent; `agent`, `session`, `server`, `tool`, several of them, or `rule` (`pot`) alone for everybody.',
  same: 'Arguments that must be the same in both calls: paths, or `{ here: …, there: … }` where their names differ.',
  within: 'Within which duration, such as `24h`.',
} as const

const BOUND_KEYS = {
  at_most: 'The condition holds up to this, with this call.',
  at_least: 'The condition holds from this on, with this call.',
  pot: 'Names the window, so that rules of several tools share it.',
} as const

export const SEEN_KEYS = {
  match: 'The earlier calls that are meant, written like `match_on`, without conditions on time and state.',
  ...WINDOW_KEYS,
  at_least: 'How many of them; 1 when absent.',
} as const

export const COUNT_KEYS = {
  match: 'The calls that are counted, written like `match_on`; those of the rule itself when absent.',
  ...WINDOW_KEYS,
  ...BOUND_KEYS,
} as const

export const SUM_KEYS = {
  of: 'Path of the argument that is added up.',
  ...COUNT_KEYS,
  unit: 'What the argument is given in, where it is money: `major` for euros, `minor` for cents. Bounds are in `major`.',
  currency: 'Codes of ISO 4217, such as `EUR`; each is summed apart. Several need `currency_field`.',
  currency_field: 'Path of the argument that names the currency.',
} as const

export const SAME_KEYS = {
  here: 'Path in the arguments of this call.',
  there: 'Path in the arguments of the other one.',
} as const

export const EFFECT_KEYS = {
  type: 'What happens: allow, deny, or ask a human.',
  reason: 'Told to the agent and to reviewers; required for deny and require_approval.',
  suggestion: 'What the caller could do instead; told to the agent beside the reason. Not in allow rules.',
  risk_level: 'How grave the call is, for reviewers.',
  redact_fields: 'Argument names or paths whose values are never stored or shown.',
  approval: 'How a human is asked.',
  timeout: 'Short for `approval.timeout`.',
} as const

export const APPROVAL_KEYS = {
  timeout: 'How long a request waits before it is denied; 5 minutes when absent.',
  execute_within:
    'How long an approved call may take to run before the approval lapses; 5 minutes when absent.',
  approvers: 'Who may decide: `user:<id>`, `group:<name>`, `role:<name>`; anyone when absent.',
  quorum: 'How many people must approve; 1 when absent.',
  allow_self:
    'Whether the requester may confirm the call; where `approvers` are named, only as one of them. False when absent.',
  require_note: 'Whether a denial needs a note; false when absent.',
  grants:
    'Which grants a reviewer may give: `once`, `session`, or a duration such as `1h`; `once` when absent.',
  editable: 'Field paths a reviewer may edit; none when absent.',
  escalate: 'Who is asked in addition, and when.',
  channels: 'Where the request is announced; everywhere when absent.',
  digest_exclude:
    'Field paths that may differ between the approved call and the one that runs; none when absent.',
} as const

export const ESCALATION_KEYS = {
  after: 'How long after the request.',
  to: 'Who is asked in addition.',
} as const
