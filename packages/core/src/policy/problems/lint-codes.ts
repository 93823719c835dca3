import type { DiagnosticRow } from './diagnostic-row.ts'

/** Warnings of rules that load and mean something else than they seem to. */
export const LINT_CODES = {
  POLICY_FOREIGN_PATTERN: {
    severity: 'warning',
    meaning: 'a name pattern is written as another program would write it, and is plain text here',
    help: 'write a glob over the name as the server has it, one item for each',
  },
  POLICY_FOREIGN_FIELD: {
    severity: 'warning',
    meaning: 'a field is written as another program would write it, and leads to no argument here',
    help: 'write the path from the arguments on, such as `command` or `files[*].path`',
  },
  POLICY_FOREIGN_VALUE: {
    severity: 'warning',
    meaning: 'a value is written as another program would write it, and is compared as it stands',
    help: 'write the plain value, or the operator that reads it as it is meant',
  },
  POLICY_VALUE_CHANGED: {
    severity: 'warning',
    meaning: 'a value without quotes is read as something else than it looks like',
    help: 'put quotes around a text, and write numbers and truth values in their plain form',
  },
  POLICY_NEVER_HOLDS: {
    severity: 'warning',
    meaning: 'a condition, or two of them together, hold for no call',
    help: 'remove one of them, or put both under `any`',
  },
  POLICY_ALWAYS_HOLDS: {
    severity: 'warning',
    meaning: 'a condition holds for every text, so that it tells nothing apart',
    help: 'write what the value must be, or `exists` if anything will do',
  },
  POLICY_UNREACHABLE_RULE: {
    severity: 'warning',
    meaning: 'a rule never decides, because earlier ones cover all its calls',
    help: 'put it before them, make them narrower, or remove it',
  },
  POLICY_LIMIT_NOT_DURABLE: {
    severity: 'warning',
    meaning: 'a limit is about one session, so that it begins anew with the next process',
    help: 'do not rely on it against an agent that can start the server anew',
  },
  POLICY_LIMIT_IN_DENY: {
    severity: 'warning',
    meaning: 'a `rate_limit` in a rule that stops calls stops the first ones and lets the rest through',
    help: 'put the limit into an allow rule, and the rule that stops the others behind it',
  },
  POLICY_POT_DIFFERS: {
    severity: 'warning',
    meaning: 'rules of one pot look at it in different ways, so that they do not share one limit',
    help: 'write the same windows, with the same `by`, `same` and currency, in every rule of the pot',
  },
  POLICY_WIDE_ALLOW: {
    severity: 'warning',
    meaning: 'a test of text in an allow rule lets more pass than it seems to',
    help: 'compare with the exact values, or write an operator that reads the path or the URL',
  },
  POLICY_WIDE_NAMES: {
    severity: 'warning',
    meaning: 'a name pattern of an allow rule covers tools that delete or run',
    help: 'name the tools one by one',
  },
  POLICY_OPEN_ARGUMENTS: {
    severity: 'warning',
    meaning: 'an allow rule asks about some arguments and lets all others ride along',
    help: 'name the arguments that may be there under `arguments: { only: […] }`',
  },
  POLICY_ALLOW_BY_EXCLUSION: {
    severity: 'warning',
    meaning: 'an allow rule only says which values may not be, so that every other spelling passes',
    help: 'list the values that are allowed',
  },
  POLICY_NARROW_DENY: {
    severity: 'warning',
    meaning: 'another spelling of a value, or another name of the argument, passes by a rule that stops it',
    help: 'write an operator that reads the path or the URL, or `anywhere`',
  },
} as const satisfies Record<string, DiagnosticRow>
