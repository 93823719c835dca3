import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'

export const configCheckSpec = {
  examples: [
    { line: 'kvlar config check', does: 'kvlar.yaml in this folder' },
    { line: 'kvlar config check /etc/kvlar/kvlar.yaml --json', does: 'another one, the findings as JSON' },
  ],
  operands: {
    placeholder: 'FILE',
    summary: 'configuration file (default kvlar.yaml)',
    max: 1,
    completes: 'file',
  },
  flags: [JSON_FLAG],
  notes: [
    'It starts nothing. Every problem is shown with its place, and so is every problem of the policies that are named; warnings of policies are for `kvlar validate`.',
    'What may stand in the file: `docs/configuration.md`, and `kvlar schema config` for editors.',
  ],
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
