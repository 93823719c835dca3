import type { CommandSpec } from '../../command-line/command-spec.ts'
import { CONFIG_FLAG } from '../../flags/config/config-flag.ts'
import { DRAIN_FLAG } from '../../flags/drain-flag.ts'
import { HEALTH_FLAGS } from '../../flags/health-flags.ts'
import { APPROVERS_FLAG, EDIT_POLICY_FLAG, OPEN_FLAG, QUEUE_FLAGS } from '../../flags/queue-flags.ts'

export const approvalsServeSpec = {
  examples: [
    { line: 'kvlar approvals serve', does: 'for the person at this machine, on 127.0.0.1:8765' },
    { line: 'kvlar approvals serve --open', does: 'and opens it there in your browser, signed in' },
    {
      line: 'kvlar approvals serve --host 10.0.0.5 --approvers approvers.yaml --hostname reviews.example.com --secure',
      does: 'for those in the file, behind something that speaks https',
    },
  ],
  flags: [
    {
      kind: 'value',
      name: 'host',
      placeholder: 'ADDRESS',
      completes: 'nothing',
      summary: 'where to listen (default 127.0.0.1); another than this machine only with approvers',
    },
    {
      kind: 'integer',
      name: 'port',
      placeholder: 'NUMBER',
      min: 0,
      max: 65_535,
      summary: 'port to listen on (default 8765); 0 for any free one',
    },
    {
      kind: 'list',
      name: 'hostname',
      placeholder: 'NAME',
      completes: 'nothing',
      summary: 'further name, with its port if it has one, by which browsers reach it; repeat for several',
    },
    { kind: 'switch', name: 'secure', summary: 'browsers reach it over https only' },
    {
      kind: 'list',
      name: 'files',
      placeholder: 'DIR',
      completes: 'directory',
      summary:
        'folder whose files may be shown beside a change, to the person at this machine; repeat for several',
    },
    {
      kind: 'switch',
      name: 'webhook-callback',
      summary: 'take signed answers of a webhook; the secrets are in `KVLAR_WEBHOOK_SECRETS`',
    },
    ...HEALTH_FLAGS,
    OPEN_FLAG,
    EDIT_POLICY_FLAG,
    APPROVERS_FLAG,
    DRAIN_FLAG,
    CONFIG_FLAG,
    ...QUEUE_FLAGS,
  ],
  notes: [
    'The page shows requests of every proxy that uses the same queue. It shows the audit home too, verified in the background.',
    'Without approvers the address that signs in is printed once, and only where a person looks; scripts use the token in its file.',
    'Told to stop, it takes no more requests, answers those that are open, and exits with 0; a second signal hurries. Where a request was cut off, the exit code is 128 and the signal’s number.',
    '`--open` hands the token to the browser in a file that only you can read: everybody on the machine can read command lines. A browser that runs in a sandbox of its own may not see that file; then open the address that is printed.',
  ],
  exits: ['ok', 'policyInvalid', 'interrupted', 'terminated'],
} as const satisfies CommandSpec
