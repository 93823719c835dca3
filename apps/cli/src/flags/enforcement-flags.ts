import type { Flag } from '../command-line/command-spec.ts'

/** What stops calls beside the policies. */
export const BESIDE_FLAGS = [
  {
    kind: 'value',
    name: 'invariants',
    placeholder: 'FILE',
    completes: 'file',
    summary: 'file of what holds whatever the policies say; read once, at the start',
  },
  {
    kind: 'switch',
    name: 'drift',
    summary: 'end a session that acts over 100 times a minute or for over 4 hours',
  },
  {
    kind: 'value',
    name: 'drift-age',
    placeholder: 'DURATION',
    completes: 'nothing',
    summary: 'the same after so long (90s, 15m, 4h, 1d)',
  },
  {
    kind: 'integer',
    name: 'drift-rate',
    placeholder: 'ACTIONS',
    min: 1,
    max: 1_000_000,
    summary: 'the same above so many actions a minute',
  },
] as const satisfies readonly Flag[]

/** Whether anything stops calls at all. */
export const SHADOW_FLAGS = [
  {
    kind: 'switch',
    name: 'observe-only',
    summary: 'shadow mode: let go what the policies would stop, and record what that is',
  },
  {
    kind: 'value',
    name: 'observe-for',
    placeholder: 'DURATION',
    completes: 'nothing',
    summary: 'the same for so long (90s, 15m, 4h, 1d), and then enforce',
  },
  {
    kind: 'switch',
    name: 'observe-invariants',
    summary: 'let go in shadow mode also what violates an invariant',
  },
] as const satisfies readonly Flag[]
