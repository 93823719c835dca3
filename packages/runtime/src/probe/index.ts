/** What policies would make of the tools of servers, asked of the servers before they are wrapped. */
export { probePlan, type Probe, type ProbeOptions } from './probe-plan.ts'
export type { Caller, SortedTool } from './sort-tools.ts'
