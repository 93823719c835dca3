/** Looks at what Kvlar needs on this machine, and changes nothing. */
export { examine, type Examination } from './examine.ts'
export type { Finding } from './finding.ts'
