import type { CommandSpec } from '../../command-line/command-spec.ts'
import { ASKING_FLAGS } from '../../flags/asking-flags.ts'
import { CONFIG_FLAG } from '../../flags/config/config-flag.ts'
import { DRAIN_FLAG } from '../../flags/drain-flag.ts'
import { BESIDE_FLAGS, SHADOW_FLAGS } from '../../flags/enforcement-flags.ts'
import { FOLDER_FLAGS } from '../../flags/folder-flags.ts'
import { HEALTH_FLAGS } from '../../flags/health-flags.ts'
import { REDIS_FLAG } from '../../flags/redis-flags.ts'
import { PRINCIPAL_FLAGS } from '../../flags/principal-flags.ts'
import { RECORD_FLAGS } from '../../flags/record-flags.ts'

export const proxySpec = {
  examples: [
    {
      line: 'kvlar proxy --stdio --policy policy.yaml -- npx @modelcontextprotocol/server-postgres',
      does: 'start the server behind Kvlar; this is the command to give the client',
    },
    {
      line: 'kvlar proxy --stdio --policy policy.yaml --server notes --principal-id alice -- node server.js',
      does: 'with the names that rules may ask for',
    },
    {
      line: 'kvlar proxy --stdio --policy policy.yaml --watch -- npx @modelcontextprotocol/server-postgres',
      does: 'the same, and each time that the policy is saved it comes into force',
    },
    {
      line: 'kvlar proxy --stdio --policy policy.yaml --health 127.0.0.1:9101 -- npx @modelcontextprotocol/server-postgres',
      does: 'the same, and probes are answered there: `/health`, `/livez`, `/readyz`, `/metrics`',
    },
    { line: 'kvlar proxy --config kvlar.yaml', does: 'everything from a file' },
  ],
  flags: [
    { kind: 'switch', name: 'stdio', summary: 'speak MCP on standard input and output (the only transport)' },
    {
      kind: 'list',
      name: 'policy',
      short: 'p',
      placeholder: 'FILE',
      completes: 'file',
      summary: 'policy file; repeat for several, asked in this order and before those of the configuration',
    },
    CONFIG_FLAG,
    {
      kind: 'value',
      name: 'server',
      placeholder: 'NAME',
      completes: 'nothing',
      summary: 'name of the server, for rules with `servers`',
    },
    {
      kind: 'value',
      name: 'agent-id',
      placeholder: 'ID',
      completes: 'nothing',
      summary: 'agent that calls (default mcp-agent)',
    },
    {
      kind: 'switch',
      name: 'watch',
      summary: 'put changed policies in force while calls go on; SIGHUP reads them again',
    },
    ...PRINCIPAL_FLAGS,
    {
      kind: 'value',
      name: 'permits',
      placeholder: 'AUDIENCE',
      completes: 'nothing',
      summary: 'sign a permit for each call of a tool that may run, for a server that verifies as AUDIENCE',
    },
    {
      kind: 'integer',
      name: 'max-message-mib',
      placeholder: 'MIB',
      min: 10,
      max: 256,
      summary: 'longest message (default 16); of a longer one, whoever sent it or waits for it is told',
    },
    DRAIN_FLAG,
    ...FOLDER_FLAGS,
    ...BESIDE_FLAGS,
    ...SHADOW_FLAGS,
    REDIS_FLAG,
    ...HEALTH_FLAGS,
    ...RECORD_FLAGS,
    ...ASKING_FLAGS,
  ],
  wrapsCommand: true,
  notes: [
    'Standard input and output carry MCP messages only; whatever Kvlar has to say begins with `[kvlar]` on standard error.',
    'Every decision is recorded before the call is forwarded, and a call that cannot be recorded is denied. Home and keys are made when the first call is judged; several proxies may record into one home.',
    'Whatever a flag says may stand in the configuration (`docs/configuration.md`); a flag holds against it. No reload of policies touches it, nor does the environment but for the place of the queue.',
    'Whoever is turned away (`kvlar session revoke`) is so from the next call on. Shadow mode never lifts that, nor what protects Kvlar’s own files; nothing but these flags and the configuration turns it on.',
    'A proxy that cannot start (policy, configuration, command) answers its client with an error that says why.',
    'The server gets the environment of the proxy except what begins with `KVLAR_`; `KVLAR_SERVER_NAME` reaches it as `NAME`, and only it: `kvlar wrap` so renames what Kvlar itself or its Node would obey.',
    'A permit is signed with your own key, is good once and for 30 s, and reaches the server in `_meta` under `io.github.kvlar/permit`. A call whose permit cannot be signed is denied. `kvlar keys export` gives the server what it verifies with.',
    'A changed policy is taken once its files have been left alone for a moment. One that does not load changes nothing: the one before it stays in force.',
    'An address for probes that is in use is no failure: it is tried again, because clients start a proxy twice.',
    'When its input ends, the server has 60 s to answer what is open. The exit code is that of the server.',
    'Told to stop (SIGTERM, SIGINT), it signs the record at once, answers new requests with an error, tells whoever waits for people to come back, while what they ask for stays in the queue, and lets the server answer what it has been given. Then it ends the server, signs the record once more, and exits with 0. A second signal hurries, and so does one where the client has left already. Where something went unanswered, the exit code is 128 and the signal’s number.',
  ],
  exits: ['ok', 'policyInvalid', 'interrupted', 'terminated'],
} as const satisfies CommandSpec
