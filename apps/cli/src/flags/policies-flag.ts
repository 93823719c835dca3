import type { Flag } from '../command-line/command-spec.ts'

/** Which policies a command reads, in the order in which they are asked. */
export const POLICIES_FLAG = {
  kind: 'list',
  name: 'policy',
  short: 'p',
  placeholder: 'FILE',
  completes: 'file',
  summary: 'policy file; repeat for several (default ~/.kvlar/policy.yaml)',
} as const satisfies Flag
