import type { Flag } from '../command-line/command-spec.ts'

/** Which counters a command looks at. */
export const LIMITS_FLAG = {
  kind: 'value',
  name: 'limits',
  placeholder: 'FILE',
  completes: 'file',
  summary: 'file in which limits are counted (default: limits in the state folder of the user)',
} as const satisfies Flag
