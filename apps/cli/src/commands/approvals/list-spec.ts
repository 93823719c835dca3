import type { ListedStatus } from '@kvlar/reviewer'
import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { QUEUE_FLAG } from '../../flags/queue-flags.ts'

export const approvalsListSpec = {
  examples: [
    { line: 'kvlar approvals list', does: 'what waits, the oldest first' },
    { line: 'kvlar approvals list --status all --json', does: 'everything that is kept, as JSON' },
  ],
  flags: [
    {
      kind: 'choice',
      name: 'status',
      choices: ['pending', 'approved', 'denied', 'expired', 'all'] satisfies ListedStatus[],
      synonyms: { rejected: 'denied', timeout: 'expired' } satisfies Record<string, ListedStatus>,
      default: 'pending',
      summary: 'only requests with this status',
    },
    QUEUE_FLAG,
    JSON_FLAG,
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
