import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { POLICIES_FLAG } from '../../flags/policies-flag.ts'

export const inspectSpec = {
  examples: [
    { line: 'kvlar inspect policy.yaml', does: 'the rules, grouped by what they do' },
    { line: 'kvlar inspect base.yaml team.yaml', does: 'several policies, as the proxy would join them' },
    { line: 'kvlar inspect policy.yaml --json', does: 'for scripts' },
  ],
  flags: [POLICIES_FLAG, JSON_FLAG],
  operands: { placeholder: 'FILE', summary: 'the same as `--policy`', max: 1000, completes: 'file' },
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
