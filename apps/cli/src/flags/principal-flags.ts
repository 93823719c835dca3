import { PRINCIPAL_KINDS } from '@kvlar/core'
import type { Flag } from '../command-line/command-spec.ts'

/** On whose authority an action is taken. */
export const PRINCIPAL_FLAGS = [
  {
    kind: 'value',
    name: 'principal-id',
    placeholder: 'ID',
    completes: 'nothing',
    summary: 'on whose authority it acts (default: the agent)',
  },
  { kind: 'choice', name: 'principal-kind', choices: PRINCIPAL_KINDS, summary: 'what the principal is' },
  {
    kind: 'list',
    name: 'role',
    placeholder: 'NAME',
    completes: 'nothing',
    summary: 'role of the principal; repeat for several',
  },
] as const satisfies readonly Flag[]
