import type { CommandSpec } from '../command-spec.ts'
import { JSON_FLAG } from './json-flag.ts'
import { QUEUE_FLAGS } from './queue-flags.ts'

export const approvalsWatchSpec = {
  name: 'approvals watch',
  summary: 'follow requests and what becomes of them, until interrupted',
  examples: [
    { line: 'kvlar approvals watch', does: 'what waits now, and whatever happens next' },
    { line: 'kvlar approvals watch --json', does: 'one JSON object a line, for scripts' },
  ],
  flags: [...QUEUE_FLAGS, JSON_FLAG],
  exits: ['ok', 'interrupted'],
} as const satisfies CommandSpec
