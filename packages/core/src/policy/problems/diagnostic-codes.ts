import type { DiagnosticRow } from './diagnostic-row.ts'
import { SHARED_PROBLEMS, type SharedDiagnosticName } from './shared-problems.ts'
import { LINT_CODES } from './lint-codes.ts'

/** The kinds of files a person writes; each has its own prefix. */
export const DIAGNOSTIC_FAMILIES = ['POLICY', 'CONFIG', 'TEST', 'APPROVERS'] as const

export type DiagnosticFamily = (typeof DIAGNOSTIC_FAMILIES)[number]

/** Problems of one kind of file. */
const OWN = {
  POLICY_MIXED_DIALECTS: {
    severity: 'error',
    meaning: 'the file mixes two policy formats, so that each would ignore a part of it',
    help: 'keep one format per file; `extends` joins files of different formats',
  },
  POLICY_DEFAULT_ALLOW: {
    severity: 'error',
    meaning: 'the file asks to allow what no rule matches',
    help: 'end the file with a rule that matches everything and allows it, where everyone can see it',
  },
  POLICY_DUPLICATE_RULE: {
    severity: 'error',
    meaning: 'two rules have the same id, so that a decision could not name the one that made it',
    help: 'rename one of the two; rules inherited through `extends` count',
  },
  POLICY_BAD_REGEX: {
    severity: 'error',
    meaning: 'the regular expression does not parse, or means different things in different engines',
    help: 'write RE2 syntax: no look-around, no back-references, no class intersection',
  },
  POLICY_BAD_GLOB: {
    severity: 'error',
    meaning: 'the name pattern does not parse',
    help: 'use `*`, `?`, `[abc]` and `[!abc]`; close every bracket',
  },
  POLICY_BAD_FIELD_PATH: {
    severity: 'error',
    meaning: 'the field path does not parse',
    help: 'write names separated by dots, with `[0]` or `[*]` for list items: `files[*].path`',
  },
  POLICY_BAD_WINDOW: {
    severity: 'error',
    meaning: 'the text is not a time window',
    help: 'write `HH:MM-HH:MM` and a zone, such as `09:00-18:00 Europe/Berlin`; without a zone it is UTC',
  },
  POLICY_WINDOW_HOLE: {
    severity: 'warning',
    meaning: 'a time window ends in the last minute of an hour, and the rest of that minute is outside',
    help: 'write the full hour; the end of a day is `24:00`',
  },
  POLICY_BAD_ZONE: {
    severity: 'error',
    meaning: 'the time zone is unknown',
    help: 'write an IANA name such as `Europe/Berlin` or `UTC`',
  },
  POLICY_BAD_PATH: {
    severity: 'error',
    meaning: 'the root of `path_within` is not an absolute path with one reading',
    help: 'write it in full, such as `/srv/data`',
  },
  POLICY_BAD_HOST: {
    severity: 'error',
    meaning: 'the host pattern is not a host name',
    help: 'write a bare host name, such as `example.com`, without scheme, port or path',
  },
  POLICY_BAD_ADDRESS: {
    severity: 'error',
    meaning: 'an item of `email_in` is neither a domain nor a mail address with one reading',
    help: 'write `corp.example`, `*.corp.example` or `ana@corp.example`',
  },
  POLICY_BAD_MONEY: {
    severity: 'error',
    meaning: 'the bounds of `money` do not say which amounts pass',
    help: 'write `unit`, a bound and the currency: `{ at_most: 100, currency: EUR, unit: minor }`',
  },
  POLICY_BAD_GRANT: {
    severity: 'error',
    meaning: 'the operand of `sql` or `shell` names something that the reading does not know',
    help: 'write what the message names; `docs/readings` lists what each reading knows',
  },
  POLICY_BAD_ACTION_TYPE: {
    severity: 'error',
    meaning: 'the pattern covers no action type, so that the rule would never apply',
    help: 'write one of the action types that the message lists, or `*` for all',
  },
  POLICY_WORDS_IN_ALLOW: {
    severity: 'error',
    meaning: 'an allow rule goes by words of names, which would allow names that say more',
    help: 'list the names under `resources`; `words` is for deny and approval rules',
  },
  POLICY_RESERVED_ID: {
    severity: 'error',
    meaning: 'the rule id is one that Kvlar gives itself',
    help: 'choose an id that does not start with `_`',
  },
  POLICY_INVALID_RULE: {
    severity: 'error',
    meaning: 'a rule that was not made by the loader holds something that the loader refuses',
    help: 'load policies with `loadPolicy` or `readPolicy` instead of assembling rules',
  },
  POLICY_EXTENDS_NOT_FOUND: {
    severity: 'error',
    meaning: 'a base policy is neither built in nor a readable file',
    help: 'paths are relative to the file that names them',
  },
  POLICY_EXTENDS_CYCLE: {
    severity: 'error',
    meaning: 'a policy extends itself, directly or through others',
    help: 'remove one of the links of the chain that the message shows',
  },
  POLICY_NAMES_NO_ACTION_TYPE: {
    severity: 'warning',
    meaning: 'a rule without `action_types` covers tool calls, resource reads and prompts only',
    help: 'name the action types that the rule is meant for',
  },
  POLICY_DENY_BEHIND_ALLOW: {
    severity: 'warning',
    meaning: 'an own allow rule is asked before an inherited rule that would stop the same call',
    help: 'if the inherited rule is to hold, put a rule like it above, or narrow the allow rule',
  },
  POLICY_ABSENT_FIELD: {
    severity: 'warning',
    meaning:
      'a negative test of an absent field is an error here, where Kvlar 0.3 and 0.4 knew true or false',
    help: 'say what is meant with `exists` or `not_exists` beside the test',
  },
  POLICY_NO_CATCH_ALL: {
    severity: 'warning',
    meaning:
      'an ApproveKit file has no rule for `*`; tools it does not name are denied here, where ApproveKit ran them',
    help: 'add a rule for `*` that says what unknown tools need',
  },
  POLICY_CONTRADICTION: {
    severity: 'warning',
    meaning: 'two keys of a rule contradict each other; the message says which one holds',
    help: 'remove the other',
  },
  POLICY_QUORUM_UNREACHABLE: {
    severity: 'warning',
    meaning: 'fewer people may approve than must, so that every such call expires',
    help: 'lower `quorum` or name more approvers',
  },
  ...LINT_CODES,
  CONFIG_FAIL_OPEN: {
    severity: 'error',
    meaning: 'the configuration asks to allow calls when something fails; Kvlar denies them, always',
    help: 'remove the key, and end the policy with a rule that allows what you want allowed',
  },
  CONFIG_NOT_AVAILABLE: {
    severity: 'error',
    meaning:
      'the configuration asks for something that this version cannot do; starting without it would mislead',
    help: 'use `transport: stdio` with `upstream_command`',
  },
  CONFIG_LATER_KEY: {
    severity: 'warning',
    meaning: 'the key belongs to a capability that this version does not have; it has no effect yet',
    help: 'leave it for later, or remove it',
  },
  TEST_DUPLICATE_ID: {
    severity: 'error',
    meaning: 'two cases have the same id',
    help: 'rename one of them',
  },
  TEST_BAD_PLACEHOLDER: {
    severity: 'error',
    meaning: 'a placeholder has no value in the row, or a value of the row has no placeholder',
    help: 'each `{{name}}` of a case needs a `name` in every row of its `params`, and the other way round',
  },
  TEST_BAD_TIME: {
    severity: 'error',
    meaning: 'the text is not a point in time',
    help: 'write RFC 3339 with a zone, such as `2026-03-01T09:30:00Z`',
  },
  APPROVERS_BAD_DIGEST: {
    severity: 'error',
    meaning: 'the text is not the SHA-256 digest of a token',
    help: 'write what `kvlar approvals token ID` prints, never the token itself',
  },
  APPROVERS_DUPLICATE: {
    severity: 'error',
    meaning: 'two approvers share a name or a token, so that a decision could not say whose it is',
    help: 'give each of them a name and a token of their own',
  },
} as const satisfies Record<string, DiagnosticRow>

export type OwnDiagnosticCode = keyof typeof OWN

/** Every code a `Diagnostic` can carry. */
export type DiagnosticCode = `${DiagnosticFamily}_${SharedDiagnosticName}` | OwnDiagnosticCode

/** The closed table: every code, what it means and what to do. */
export const DIAGNOSTIC_CODES: ReadonlyMap<DiagnosticCode, DiagnosticRow> = new Map(allRows())

function* allRows(): Generator<[DiagnosticCode, DiagnosticRow]> {
  for (const family of DIAGNOSTIC_FAMILIES)
    // The keys of a constant object are its declared ones.
    for (const name of Object.keys(SHARED_PROBLEMS) as SharedDiagnosticName[])
      // There is no duration in a file of approvers.
      if (family !== 'APPROVERS' || name !== 'BAD_DURATION')
        yield [`${family}_${name}`, SHARED_PROBLEMS[name]]
  for (const code of Object.keys(OWN) as OwnDiagnosticCode[]) yield [code, OWN[code]]
}
