import type { Flag, Operands } from '../command-line/command-spec.ts'

/** Which record a command reads. */
export const HOME_OPERAND = {
  placeholder: 'HOME|FILE',
  summary: 'audit home (default: audit in the state folder of the user), or a file of one of its chains',
  max: 1,
  completes: 'file',
} as const satisfies Operands

/** Which keys a record may be signed with. */
export const TRUSTED_KEYS_FLAG = {
  kind: 'list',
  name: 'keys',
  placeholder: 'FILE',
  completes: 'file',
  summary:
    'trust only the public keys in this file; repeat for several (default: your own, then those of the home)',
} as const satisfies Flag

/** Which entries a command is about. */
export const FILTER_FLAGS = [
  {
    kind: 'value',
    name: 'since',
    placeholder: 'TIME',
    completes: 'nothing',
    summary: 'from this time on: 2026-11-21T09:00:00Z, or 90s, 15m, 4h, 1d ago',
  },
  { kind: 'value', name: 'until', placeholder: 'TIME', completes: 'nothing', summary: 'before this time' },
  {
    kind: 'choice',
    name: 'outcome',
    choices: ['allowed', 'denied', 'pending_approval'],
    synonyms: { rejected: 'denied', pending: 'pending_approval' },
    summary: 'only decisions with this outcome',
  },
  {
    kind: 'value',
    name: 'resource',
    placeholder: 'TEXT',
    completes: 'nothing',
    summary: 'only tools and other resources whose name contains this',
  },
  {
    kind: 'value',
    name: 'agent',
    placeholder: 'TEXT',
    completes: 'nothing',
    summary: 'only agents whose name contains this',
  },
  {
    kind: 'value',
    name: 'rule',
    placeholder: 'ID',
    completes: 'nothing',
    summary: 'only what this rule decided',
  },
] as const satisfies readonly Flag[]

/** Which record a command reads, entry by entry. */
export const ROWS_OPERAND = {
  placeholder: 'HOME|FILE',
  summary: 'audit home (default: audit in the state folder of the user), or one segment file',
  max: 1,
  completes: 'file',
} as const satisfies Operands

/** What is not said by a command that only reads. */
export const UNVERIFIED_NOTE =
  'Nothing is verified here: `kvlar audit verify` says whether the record is intact.'

/** One entry, and the record that it stands in. */
export const ENTRY_OPERANDS = {
  placeholder: 'ID [HOME|FILE]',
  summary: 'entry as `kvlar audit tail` names it (chain:index, 8 or more digits of the chain)',
  max: 2,
  completes: 'file',
} as const satisfies Operands
