import type { CommandSpec } from '../command-spec.ts'

export const inspectSpec = {
  name: 'inspect',
  summary: 'show what a policy says, rule by rule, in the order it is asked',
  examples: [
    { line: 'kvlar inspect policy.yaml', does: 'the rules, grouped by what they do' },
    { line: 'kvlar inspect base.yaml team.yaml', does: 'several policies, as the proxy would join them' },
    { line: 'kvlar inspect policy.yaml --json', does: 'for scripts' },
  ],
  flags: [
    {
      kind: 'list',
      name: 'policy',
      short: 'p',
      placeholder: 'FILE',
      completes: 'file',
      summary: 'policy file; repeat for several (default ~/.kvlar/policy.yaml)',
    },
    { kind: 'switch', name: 'json', summary: 'print JSON' },
  ],
  operands: { placeholder: 'FILE', summary: 'the same as `--policy`', max: 1000, completes: 'file' },
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
