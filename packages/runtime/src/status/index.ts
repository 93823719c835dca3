/** What stands between agents and servers on this machine, in one look that changes nothing. */
export { readStatus, type StatusOptions } from './read-status.ts'
export { needsAttention, statusSections, type StatusSection } from './status-sections.ts'
export type {
  DeniedCall,
  GuardedClients,
  GuardedFile,
  GuardedServer,
  LastDenied,
  ObservingProcess,
  RecordState,
  ShadowState,
  Status,
  Waiting,
  WaitingCall,
} from './status.ts'
export { readKeptTools, type KeptTools } from '../tools/kept-tools.ts'
