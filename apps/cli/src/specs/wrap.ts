import type { CommandSpec } from '../command-spec.ts'
import { CLIENTS } from '../wrap/clients.ts'

export const wrapSpec = {
  name: 'wrap',
  summary: 'put Kvlar in front of the MCP servers of your clients',
  examples: [
    { line: 'kvlar wrap --dry-run', does: 'show what would change, in every client found' },
    { line: 'kvlar wrap', does: 'change it; `kvlar unwrap` takes it back' },
    { line: 'kvlar wrap --client cursor --only github', does: 'one server of one client' },
    {
      line: 'kvlar wrap --config ./mcp.json --policy ./policy.yaml',
      does: 'one file, with a policy of its own',
    },
  ],
  flags: [
    {
      kind: 'list',
      name: 'client',
      placeholder: 'NAME',
      completes: 'nothing',
      choices: CLIENTS.map(({ id }) => id),
      summary: 'only this client; repeat for several (default: every client found)',
    },
    {
      kind: 'value',
      name: 'config',
      placeholder: 'FILE',
      completes: 'file',
      summary: 'only this configuration file',
    },
    {
      kind: 'value',
      name: 'policy',
      short: 'p',
      placeholder: 'FILE',
      completes: 'file',
      summary: 'policy the servers run under (default ~/.kvlar/policy.yaml)',
    },
    {
      kind: 'list',
      name: 'only',
      placeholder: 'SERVER',
      completes: 'nothing',
      summary: 'only this server; repeat for several',
    },
    {
      kind: 'list',
      name: 'skip',
      placeholder: 'SERVER',
      completes: 'nothing',
      summary: 'not this server; repeat for several',
    },
    { kind: 'switch', name: 'dry-run', summary: 'show the difference and change nothing' },
    { kind: 'switch', name: 'json', summary: 'print JSON' },
  ],
  notes: [
    'The file keeps its comments, order and formatting, and is copied before it is changed. Servers reached by URL are left as they are.',
    'Restart the client afterwards: it reads the file when it starts.',
  ],
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
