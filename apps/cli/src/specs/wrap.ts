import type { CommandSpec } from '../command-spec.ts'
import { JSON_FLAG } from './json-flag.ts'
import { CLIENT_FLAGS } from './client-flags.ts'

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
    ...CLIENT_FLAGS,
    {
      kind: 'value',
      name: 'policy',
      short: 'p',
      placeholder: 'FILE',
      completes: 'file',
      summary: 'policy the servers run under (default ~/.kvlar/policy.yaml)',
    },
    JSON_FLAG,
  ],
  notes: [
    'The file keeps its comments, order and formatting, and is copied before it is changed. Servers reached by URL are left as they are.',
    'Restart the client afterwards: it reads the file when it starts.',
  ],
  exits: ['ok', 'policyInvalid'],
} as const satisfies CommandSpec
