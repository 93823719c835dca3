import type { CommandSpec } from '../command-spec.ts'
import { CLIENTS } from '../wrap/clients.ts'

export const unwrapSpec = {
  name: 'unwrap',
  summary: 'take Kvlar out of the configuration of your clients',
  examples: [
    { line: 'kvlar unwrap --dry-run', does: 'show what would change' },
    { line: 'kvlar unwrap', does: 'every client found goes back to how it was' },
    { line: 'kvlar unwrap --client cursor --only github', does: 'one server of one client' },
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
    'A file that nobody changed since is restored byte for byte; in any other, only the wrapped servers change.',
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
