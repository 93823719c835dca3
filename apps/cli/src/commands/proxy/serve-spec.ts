import type { CommandSpec } from '../../command-line/command-spec.ts'
import { BESIDE_FLAGS } from '../../flags/enforcement-flags.ts'
import { FOLDER_FLAGS } from '../../flags/folder-flags.ts'
import { POLICIES_FLAG } from '../../flags/policies-flag.ts'
import { PRINCIPAL_FLAGS } from '../../flags/principal-flags.ts'
import { APPROVERS_FLAG, QUEUE_FLAG } from '../../flags/queue-flags.ts'
import { RECORD_FLAGS } from '../../flags/record-flags.ts'
import { REDIS_FLAG } from '../../flags/redis-flags.ts'

export const serveSpec = {
  examples: [
    { line: 'kvlar serve --stdio', does: 'for one program on this machine, such as the Python package' },
    {
      line: 'kvlar serve --stdio --policy policy.yaml --watch',
      does: 'under a policy that comes into force each time it is saved',
    },
  ],
  flags: [
    { kind: 'switch', name: 'stdio', summary: 'one caller, on standard input and output' },
    POLICIES_FLAG,
    { kind: 'switch', name: 'watch', summary: 'put changed policies in force while calls go on' },
    {
      kind: 'value',
      name: 'agent-id',
      placeholder: 'ID',
      completes: 'nothing',
      summary: 'agent that calls, where a caller does not say (default sdk-agent)',
    },
    ...PRINCIPAL_FLAGS,
    {
      kind: 'value',
      name: 'permits',
      placeholder: 'AUDIENCE',
      completes: 'nothing',
      summary: 'sign a permit for each call that may run, for a service that verifies as AUDIENCE',
    },
    ...FOLDER_FLAGS,
    ...BESIDE_FLAGS,
    QUEUE_FLAG,
    APPROVERS_FLAG,
    REDIS_FLAG,
    ...RECORD_FLAGS,
  ],
  notes: [
    'A message a line, in and out: `docs/spec/serve.md` is the protocol. Policies, queue and record are opened by the first call that is judged; dry decisions leave nothing behind.',
    'It ends when its input does. What waits for a reviewer is withdrawn then.',
  ],
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
