import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { QUEUE_FLAGS } from '../../flags/queue-flags.ts'

export const approvalsWatchSpec = {
  examples: [
    { line: 'kvlar approvals watch', does: 'what waits now, and whatever happens next' },
    { line: 'kvlar approvals watch --json', does: 'one JSON object a line, for scripts' },
  ],
  flags: [...QUEUE_FLAGS, JSON_FLAG],
  exits: ['ok'],
} as const satisfies CommandSpec
