import type { CommandSpec } from '../../command-line/command-spec.ts'
import {
  APPROVERS_FLAG,
  EDIT_POLICY_FLAG,
  IDENTITY_NOTE,
  OPEN_FLAG,
  QUEUE_FLAGS,
} from '../../flags/queue-flags.ts'

export const reviewSpec = {
  examples: [
    { line: 'kvlar review', does: 'requests appear as they come; one key decides' },
    {
      line: 'kvlar review --policy policy.yaml',
      does: 'edit calls too: the policy judges the edited call',
    },
    {
      line: 'kvlar review --open',
      does: 'the same on a page in your browser, signed in, until you press Ctrl-C',
    },
  ],
  flags: [EDIT_POLICY_FLAG, OPEN_FLAG, APPROVERS_FLAG, ...QUEUE_FLAGS],
  notes: [
    'Approving is offered once the last line of a request was on the screen. A high risk asks again, a critical one wants its target typed.',
    'It needs a terminal on both sides; scripts use `kvlar approvals approve` and `kvlar approvals deny`.',
    IDENTITY_NOTE,
  ],
  exits: ['ok', 'policyInvalid', 'refused', 'interrupted'],
} as const satisfies CommandSpec
