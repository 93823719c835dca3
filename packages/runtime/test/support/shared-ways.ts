import { readPolicy, LIMITS, type Diagnostic } from '@kvlar/core'
import { readApprovers } from '@kvlar/approvals/approvers'
import { readTestFile } from '@kvlar/core/policy-test'
import { readInvariants } from '@kvlar/gate'
import { readConfig } from '@kvlar/runtime/config'

type Found = { readonly ok: true } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** A kind of file that people write, by what its codes begin with. */
interface Kind {
  readonly family: 'POLICY' | 'CONFIG' | 'TEST' | 'APPROVERS'
  readonly read: (text: string) => Found
  /** A file of it without anything that it must have, and one of another kind. */
  readonly lacking: string
  readonly other: string
  readonly wrongType: string
  readonly badValue: string
  /** Absent where such a file has no durations. */
  readonly badDuration?: string
}

const digest = 'a'.repeat(64)

export const KINDS: readonly Kind[] = [
  {
    family: 'POLICY',
    read: (text) => readPolicy({ file: 'policy.yaml', text }),
    lacking: 'name: p',
    other: 'approvers: []',
    wrongType: 'name: p\nrules: 5',
    badValue: 'name: p\nrules: [{ id: a, effect: { type: permit } }]',
    badDuration:
      'name: p\nrules: [{ id: a, match_on: { conditions: [{ session_age_max: soon }] }, effect: { type: allow } }]',
  },
  {
    family: 'CONFIG',
    read: (text) => readConfig({ file: 'kvlar.yaml', text }),
    lacking: 'agent_id: a',
    other: 'rules: []',
    wrongType: 'policy_paths: 5',
    badValue: 'policy_paths: [p]\ntransport: pigeon',
    badDuration: 'policy_paths: [p]\ndrift: { session_age: soon }',
  },
  {
    family: 'CONFIG',
    read: (text) => readInvariants({ file: 'invariants.yaml', text }),
    lacking: 'x-a: 1',
    other: 'rules: []',
    wrongType: 'invariants: 5',
    badValue: 'invariants: [{ name: a }]',
    badDuration: 'invariants: [{ name: a, max_session_age: soon }]',
  },
  {
    family: 'TEST',
    read: (text) => readTestFile({ file: 'policy.test.yaml', text }),
    lacking: 'policy: p.yaml',
    other: 'rules: []',
    wrongType: 'tests: 5',
    badValue: 'tests: [{ id: a, action: { resource: x }, expect: perhaps }]',
    badDuration: 'tests: [{ id: a, action: { resource: x }, expect: deny, state: { session_age: soon } }]',
  },
  {
    family: 'APPROVERS',
    read: (text) => readApprovers({ file: 'approvers.yaml', text }),
    lacking: 'x-a: 1',
    other: 'rules: []',
    wrongType: 'approvers: 5',
    badValue: `approvers: [{ id: a, token_sha256: ${digest}, rights: [fly] }]`,
  },
]

/** One way to each problem that files of any kind can have. */
export const WAYS: Readonly<Record<string, string | ((kind: Kind) => string | undefined)>> = {
  SYNTAX: 'a: [1',
  EMPTY: '',
  TOO_LARGE: `x-a: ${'a'.repeat(LIMITS.policyBytesMax)}`,
  MULTIPLE_DOCUMENTS: 'x-a: 1\n---\nx-a: 2\n',
  TAG: 'x-a: !!js/function "x"\n',
  ALIAS: 'x-a: *none\n',
  DUPLICATE_KEY: 'x-a: 1\nx-a: 2\n',
  BAD_KEY: '[a, b]: 1\n',
  OTHER_FILE: ({ other }) => other,
  UNKNOWN_KEY: 'no_such_key: 1\n',
  MISSING_KEY: ({ lacking }) => lacking,
  WRONG_TYPE: ({ wrongType }) => wrongType,
  BAD_VALUE: ({ badValue }) => badValue,
  BAD_DURATION: ({ badDuration }) => badDuration,
  TOO_MANY: Array.from({ length: LIMITS.diagnosticsMax + 1 }, (_, at) => `no_such_key_${at}: 1\n`).join(''),
}

/** The codes to which there is a way here. */
export function codesOfWays(): readonly string[] {
  const codes = KINDS.flatMap((kind) =>
    Object.entries(WAYS).flatMap(([name, way]) =>
      (typeof way === 'string' ? way : way(kind)) === undefined ? [] : [`${kind.family}_${name}`],
    ),
  )
  return [...new Set(codes)]
}
