import type { Flag, Operands } from '../command-line/command-spec.ts'
import { JSON_FLAG } from './json-flag.ts'
import { RECORD_FLAGS } from './record-flags.ts'

/** Which queue a command looks at. */
export const QUEUE_FLAG = {
  kind: 'value',
  name: 'db',
  placeholder: 'FILE|URL',
  completes: 'file',
  summary:
    'queue in which calls wait, a file or redis://… (default: `KVLAR_APPROVALS_DB`, or else approvals in the state folder of the user)',
} as const satisfies Flag

/** Which queue a command changes, and where that is recorded. */
export const QUEUE_FLAGS = [QUEUE_FLAG, ...RECORD_FLAGS] as const satisfies readonly Flag[]

/** Who may decide. */
export const APPROVERS_FLAG = {
  kind: 'value',
  name: 'approvers',
  placeholder: 'FILE',
  completes: 'file',
  summary:
    'who may review, each by a token of their own (default: `KVLAR_APPROVERS`, or else whoever can read the local token)',
} as const satisfies Flag

/** Whether a browser shows it. */
export const OPEN_FLAG = {
  kind: 'switch',
  name: 'open',
  summary: 'open the page in your browser, signed in where the person at this machine reviews',
} as const satisfies Flag

/** What judges calls that reviewers edit. */
export const EDIT_POLICY_FLAG = {
  kind: 'list',
  name: 'policy',
  short: 'p',
  placeholder: 'FILE',
  completes: 'file',
  summary:
    'policy that judges calls that reviewers edit, the one of the proxy; repeat for several (without one nothing can be edited)',
} as const satisfies Flag

/** The flags of a command that decides. */
export const DECISION_FLAGS = [
  {
    kind: 'value',
    name: 'note',
    short: 'n',
    placeholder: 'TEXT',
    completes: 'nothing',
    summary: 'why; the agent is told the note of a denial, and the record keeps it',
  },
  APPROVERS_FLAG,
  ...QUEUE_FLAGS,
  JSON_FLAG,
] as const satisfies readonly Flag[]

/** One request. */
export const REQUEST_OPERAND = {
  placeholder: 'ID',
  summary: 'request as `kvlar approvals list` names it (8 or more digits of its id)',
  max: 1,
  completes: 'nothing',
} as const satisfies Operands

/** Who somebody is, for every command that decides. */
export const IDENTITY_NOTE =
  'Who decides comes from a token and nothing else: with a file of approvers the one in `KVLAR_APPROVER_TOKEN`, or typed when it is asked for; without a file, whoever can read the local token is `local`.'
