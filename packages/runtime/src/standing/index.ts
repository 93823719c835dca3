/** Who is turned away, by whom, and how a person changes it; and what holds whatever the policies say. */
export {
  lookAtStanding,
  openStanding,
  type LookedAt,
  type OpenStanding,
  type OpenStandingOptions,
} from './open-standing.ts'
export { resetSessions, type ResetSessionsOptions } from './reset-sessions.ts'
export { fileRevocations } from './file-revocations.ts'
