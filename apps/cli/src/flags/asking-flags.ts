import type { Flag } from '../command-line/command-spec.ts'

/** Which people a proxy asks, and how. */
export const ASKING_FLAGS = [
  {
    kind: 'value',
    name: 'approvals-db',
    placeholder: 'FILE|URL',
    completes: 'file',
    summary:
      'queue in which calls wait for people, a file or redis://… (default: `KVLAR_APPROVALS_DB`, or else approvals in the state folder of the user)',
  },
  {
    kind: 'value',
    name: 'approvals',
    placeholder: 'HOST:PORT',
    completes: 'nothing',
    summary: 'serve the reviewer page there, from the first judged call on',
  },
  {
    kind: 'value',
    name: 'approvers',
    placeholder: 'FILE',
    completes: 'file',
    summary: 'who may review on that page (default: whoever holds the local token)',
  },
  { kind: 'switch', name: 'no-approvals', summary: 'ask nobody: answer calls that need approval at once' },
  {
    kind: 'switch',
    name: 'no-notify',
    summary: 'do not tell the person at this desktop, if there is one, that a call waits',
  },
  {
    kind: 'value',
    name: 'approval-hold',
    placeholder: 'DURATION',
    completes: 'nothing',
    summary: 'how long a call is held before the agent is told to come back (default 45s); 0 for not at all',
  },
  {
    kind: 'value',
    name: 'approval-timeout',
    placeholder: 'DURATION',
    completes: 'nothing',
    summary: 'how long a request waits for an answer, in place of what its rule says',
  },
  {
    kind: 'value',
    name: 'approval-webhook',
    placeholder: 'URL',
    completes: 'nothing',
    summary:
      'announce requests there and take the answer; signed with the secrets in `KVLAR_WEBHOOK_SECRETS` or the file `KVLAR_WEBHOOK_SECRETS_FILE`',
  },
  {
    kind: 'choice',
    name: 'approval-webhook-args',
    choices: ['none', 'redacted', 'full'],
    summary: 'how much of the arguments the webhook is told (default redacted)',
  },
] as const satisfies readonly Flag[]
