import type { CommandSpec } from '../../command-line/command-spec.ts'

export const schemaSpec = {
  examples: [
    { line: 'kvlar schema', does: 'the schema of policy files' },
    { line: 'kvlar schema test -o kvlar.test.schema.json', does: 'the schema of policy tests, into a file' },
  ],
  flags: [
    {
      kind: 'value',
      name: 'output',
      short: 'o',
      placeholder: 'FILE',
      completes: 'file',
      summary: 'write to this file instead of standard output',
    },
  ],
  operands: {
    placeholder: 'policy|test|config|invariants|approvers',
    summary: 'which format (default policy)',
    max: 1,
    completes: 'nothing',
    choices: ['policy', 'test', 'config', 'invariants', 'approvers'],
  },
  notes: ['The schemas are draft-07, which is what editors read.'],
  exits: ['ok'],
} as const satisfies CommandSpec
