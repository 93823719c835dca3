import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { CLIENT_FLAGS } from '../../flags/client-flags.ts'

export const wrapSpec = {
  examples: [
    { line: 'kvlar wrap --dry-run', does: 'show what would change, in every client found' },
    { line: 'kvlar wrap', does: 'change it; `kvlar unwrap` takes it back' },
    { line: 'kvlar wrap --client cursor --only github', does: 'one server of one client' },
    { line: 'kvlar wrap --curated', does: 'with the curated policy that fits, where one does' },
    {
      line: 'kvlar wrap --hooks',
      does: 'judge the tools that clients run themselves, too: Bash, Edit, WebFetch',
    },
    { line: 'kvlar wrap --probe --dry-run', does: 'start the servers once and show which tools would pass' },
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
    {
      kind: 'switch',
      name: 'curated',
      summary:
        'put servers that a curated policy fits under a copy of it, ~/.kvlar/policies/NAME/policy.yaml',
    },
    {
      kind: 'switch',
      name: 'hooks',
      summary:
        'put `kvlar hook` into the settings of clients in place of changing servers, under `--policy` or a copy of the curated `developer`',
    },
    {
      kind: 'switch',
      name: 'probe',
      summary: 'start each server first, ask for its tools, and show what the policy makes of them',
    },
    {
      kind: 'integer',
      name: 'probe-timeout',
      placeholder: 'SECONDS',
      min: 1,
      max: 600,
      summary: 'how long a server may take for that (default 30)',
    },
    {
      kind: 'list',
      name: 'confirm',
      placeholder: 'FILE',
      completes: 'file',
      summary: 'you have read this project file: its servers may be started by `--probe`',
    },
    JSON_FLAG,
  ],
  notes: [
    'The file keeps its comments, order and formatting, and is copied before it is changed. Servers reached by URL are left as they are.',
    'A server is known by the package, image or program that it is started by. A policy that you chose for it stays; only servers under the default policy change to a curated one. The copy is written as `kvlar init NAME` writes it, and never again.',
    'A server that starts a command and cannot be wrapped is named, and the exit code says so. Disabled servers, those that you left out and those of extensions, plug-ins and bundles are named, too.',
    '`--probe` asks for nothing but the list of tools and ends what it started. It starts servers of your own files alone: those of a project file, or of a file that no client keeps for you, only after `--confirm`.',
    'Restart the client afterwards: it reads the file when it starts.',
  ],
  exits: ['ok', 'policyInvalid', 'unguarded'],
} as const satisfies CommandSpec
