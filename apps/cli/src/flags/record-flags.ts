import type { Flag } from '../command-line/command-spec.ts'

/** Where a process records what it does. */
export const RECORD_FLAGS = [
  {
    kind: 'value',
    name: 'audit',
    placeholder: 'DIR',
    completes: 'directory',
    summary: 'audit home to record in (default: audit in the state folder of the user)',
  },
  { kind: 'switch', name: 'no-audit', summary: 'record nothing' },
  {
    kind: 'choice',
    name: 'audit-durability',
    choices: ['os', 'disk'],
    summary:
      'what an entry survives once it is acknowledged, the death of the process or of the machine (default os)',
  },
  {
    kind: 'choice',
    name: 'audit-signing',
    choices: ['batched', 'every-entry'],
    summary:
      'when entries are signed: within a second of being written, or before they are acknowledged (default batched)',
  },
] as const satisfies readonly Flag[]
