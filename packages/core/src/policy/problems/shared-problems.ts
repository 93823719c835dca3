import type { DiagnosticRow } from './diagnostic-row.ts'

/** Problems any of our files can have: reported as `POLICY_…`, `CONFIG_…`, `TEST_…` or `APPROVERS_…`. */
export const SHARED_PROBLEMS = {
  SYNTAX: {
    severity: 'error',
    meaning: 'the text does not parse as YAML, JSON or TOML',
    help: 'correct the text at the place shown; nothing else was checked',
  },
  EMPTY: {
    severity: 'error',
    meaning: 'the file holds nothing',
    help: 'write at least the required keys; only an empty TOML policy has a meaning: deny everything',
  },
  TOO_LARGE: {
    severity: 'error',
    meaning: 'the file, a list, a text or a nesting in it is over its bound',
    help: 'split it, or shorten it to the bound the message names',
  },
  MULTIPLE_DOCUMENTS: {
    severity: 'error',
    meaning: 'the YAML file holds more than one document',
    help: 'write one file per document; remove the second `---`',
  },
  TAG: {
    severity: 'error',
    meaning: 'the YAML file uses a tag or a directive',
    help: 'remove it; values have the types of the YAML 1.2 core schema, and quotes make text',
  },
  ALIAS: {
    severity: 'error',
    meaning: 'a YAML alias is undefined, contains itself, or the aliases expand beyond the bound',
    help: 'write the value out',
  },
  DUPLICATE_KEY: {
    severity: 'error',
    meaning: 'a key stands twice in one map, so one of the two values would be lost',
    help: 'keep one of them',
  },
  BAD_KEY: {
    severity: 'error',
    meaning: 'a key is not text',
    help: 'put quotes around it',
  },
  OTHER_FILE: {
    severity: 'error',
    meaning:
      'the file is of another kind: a policy, policy tests, approvers, invariants, the configuration of a proxy or a client',
    help: 'name the file that is meant',
  },
  UNKNOWN_KEY: {
    severity: 'error',
    meaning: 'the key has no meaning here; ignoring it could widen what is allowed',
    help: 'correct the spelling, or start the key with `x-` or put it under `metadata` if it is a note of yours',
  },
  MISSING_KEY: {
    severity: 'error',
    meaning: 'a required key is absent',
    help: 'add the key that the message names',
  },
  WRONG_TYPE: {
    severity: 'error',
    meaning: 'the value has another type than the key takes',
    help: 'write the type that the message names',
  },
  BAD_VALUE: {
    severity: 'error',
    meaning: 'the value has the right type but is not one the key takes',
    help: 'write one of the values that the message names',
  },
  BAD_DURATION: {
    severity: 'error',
    meaning: 'the text is not a duration',
    help: 'write `90s`, `15m`, `4h`, `1d` or a whole number of seconds, above zero',
  },
  TOO_MANY: {
    severity: 'error',
    meaning: 'the file has more problems than are listed',
    help: 'correct those listed and check again',
  },
} as const satisfies Record<string, DiagnosticRow>

export type SharedDiagnosticName = keyof typeof SHARED_PROBLEMS
