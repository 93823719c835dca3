import type { CommandSpec } from '../../command-line/command-spec.ts'
import { CONFIG_FLAG } from '../../flags/config/config-flag.ts'
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
    {
      line: 'kvlar serve --http 127.0.0.1:8770 --policy policy.yaml',
      does: 'over HTTP, with OpenID AuthZEN, for whoever has the token of this user',
    },
    {
      line: 'kvlar serve --http 10.0.0.5:8770 --policy policy.yaml --callers callers.yaml --hostname pdp.example.com',
      does: 'for the programs in the file, behind something that speaks https',
    },
  ],
  flags: [
    { kind: 'switch', name: 'stdio', summary: 'one caller, on standard input and output' },
    {
      kind: 'value',
      name: 'http',
      placeholder: 'ADDRESS',
      completes: 'nothing',
      summary: 'callers over HTTP: HOST:PORT, or PORT on this machine; another host only with callers',
    },
    {
      kind: 'value',
      name: 'callers',
      placeholder: 'FILE',
      completes: 'file',
      summary:
        'who may ask over HTTP, each by a token of their own (default: whoever can read the token of this user)',
    },
    {
      kind: 'list',
      name: 'hostname',
      placeholder: 'NAME',
      completes: 'nothing',
      summary: 'further name, with its port if it has one, by which callers reach it; repeat for several',
    },
    {
      kind: 'value',
      name: 'public-url',
      placeholder: 'URL',
      completes: 'nothing',
      summary: 'under which URL callers know it, for the AuthZEN document',
    },
    POLICIES_FLAG,
    CONFIG_FLAG,
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
    'Over HTTP each method is `POST /v1/METHOD`, and `POST /access/v1/evaluation` and `/evaluations` are those of OpenID AuthZEN 1.0. A caller names policies as they were loaded, speaks only for the subjects of its own, and decides nothing without the token of a reviewer.',
    'It ends when its input does, or when it is told to. What waits for a reviewer is withdrawn then.',
  ],
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
