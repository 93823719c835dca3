import type { CommandSpec } from '../command-spec.ts'
import { JSON_FLAG } from './json-flag.ts'

export const validateSpec = {
  name: 'validate',
  summary: 'check policy files and show every problem, with its place',
  examples: [
    { line: 'kvlar validate', does: 'check ~/.kvlar/policy.yaml' },
    { line: 'kvlar validate policy.yaml', does: 'check one file' },
    { line: 'kvlar validate policies/', does: 'check every policy below a folder' },
    { line: 'kvlar validate --json policies/ | jq .valid', does: 'for scripts' },
  ],
  flags: [
    {
      kind: 'list',
      name: 'policy',
      short: 'p',
      placeholder: 'FILE|DIR',
      completes: 'file',
      summary: 'file or folder to check; repeat for several',
    },
    JSON_FLAG,
  ],
  operands: { placeholder: 'FILE|DIR', summary: 'the same as `--policy`', max: 1000, completes: 'file' },
  notes: ['In a folder, YAML and TOML files are policies, except `*.test.*`. Name a policy in JSON itself.'],
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
