import type { CommandSpec } from '../../command-line/command-spec.ts'
import { COUNTED_REDIS_FLAG } from '../../flags/limits-flags.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'

export const validateSpec = {
  examples: [
    { line: 'kvlar validate', does: 'check ~/.kvlar/policy.yaml' },
    { line: 'kvlar validate policy.yaml', does: 'check one file' },
    { line: 'kvlar validate policies/', does: 'check every policy below a folder' },
    { line: 'kvlar validate --strict policies/', does: 'for CI: a warning is an error' },
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
    { kind: 'switch', name: 'strict', summary: 'take every warning for an error' },
    COUNTED_REDIS_FLAG,
    JSON_FLAG,
  ],
  operands: { placeholder: 'FILE|DIR', summary: 'the same as `--policy`', max: 1000, completes: 'file' },
  notes: [
    'Of a policy with limits it says where they are counted; nothing is asked of the Redis that `--redis` names.',
    'A warning is about a rule that loads and means something else than it seems to. With it comes a call that shows it: the policy has been asked.',
    'Policies that are named together are taken to be counted in one store: rules of them that share a pot must look at it alike.',
    'In a folder, YAML and TOML files are policies, except `*.test.*`. Name a policy in JSON itself.',
  ],
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
