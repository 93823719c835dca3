import { CLIENTS } from '@kvlar/clients'
import type { Flag } from '../command-line/command-spec.ts'

/** Which servers of which clients `wrap` and `unwrap` mean. */
export const CLIENT_FLAGS = [
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
] as const satisfies readonly Flag[]
