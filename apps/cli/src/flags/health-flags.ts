import type { Flag } from '../command-line/command-spec.ts'

/** Where probes and monitors are answered. */
export const HEALTH_FLAGS = [
  {
    kind: 'value',
    name: 'health',
    placeholder: 'ADDR',
    completes: 'nothing',
    summary:
      'answer probes and monitors there: HOST:PORT, such as 127.0.0.1:9101, or a port of this machine alone (nobody is answered when absent)',
  },
  {
    kind: 'list',
    name: 'health-host',
    placeholder: 'NAME',
    completes: 'nothing',
    summary:
      'further host name by which monitors may ask for `/metrics`, beside addresses and localhost; repeat for several',
  },
] as const satisfies readonly Flag[]
