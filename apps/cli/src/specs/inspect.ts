import type { CommandSpec } from '../command-spec.ts'
import { JSON_FLAG } from './json-flag.ts'
import { POLICIES_FLAG } from './policies-flag.ts'

export const inspectSpec = {
  name: 'inspect',
  summary: 'show what a policy says, rule by rule, in the order it is asked',
  examples: [
    { line: 'kvlar inspect policy.yaml', does: 'the rules, grouped by what they do' },
    { line: 'kvlar inspect base.yaml team.yaml', does: 'several policies, as the proxy would join them' },
    { line: 'kvlar inspect policy.yaml --json', does: 'for scripts' },
  ],
  flags: [POLICIES_FLAG, JSON_FLAG],
  operands: { placeholder: 'FILE', summary: 'the same as `--policy`', max: 1000, completes: 'file' },
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
