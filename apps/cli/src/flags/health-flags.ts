import type { Flag } from '../command-line/command-spec.ts'

/** Where probes are answered. */
export const HEALTH_FLAG = {
  kind: 'value',
  name: 'health',
  placeholder: 'ADDR',
  completes: 'nothing',
  summary:
    'answer probes there: HOST:PORT, such as 127.0.0.1:9101, or a port of this machine alone (nobody is answered when absent)',
} as const satisfies Flag
