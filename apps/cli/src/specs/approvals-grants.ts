import type { CommandSpec } from '../command-spec.ts'
import { JSON_FLAG } from './json-flag.ts'
import { QUEUE_FLAG } from './queue-flags.ts'

export const approvalsGrantsSpec = {
  name: 'approvals grants',
  summary: 'list the grants that are good now, what each covers and until when',
  examples: [{ line: 'kvlar approvals grants', does: 'what needs nobody at the moment, and who said so' }],
  flags: [QUEUE_FLAG, JSON_FLAG],
  exits: ['ok'],
} as const satisfies CommandSpec
