/** Who is turned away, by whom, and how a person changes it; and what holds whatever the policies say. */
export { openStanding, type OpenStanding } from './open-standing.ts'
export { ownRevocations } from './own-revocations.ts'
export { fileRevocations } from './file-revocations.ts'
