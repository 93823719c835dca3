import { homedir } from 'node:os'
import { join } from 'node:path'
import { processEnvironment } from './environment.ts'
import { stateFolder } from './wrap/state-folder.ts'

/** The user's own folder for policies. */
export function kvlarHome(): string {
  return join(homedir(), '.kvlar')
}

/** The policy of a user who names none; `kvlar init` writes it. */
export function defaultPolicyFile(): string {
  return join(kvlarHome(), 'policy.yaml')
}

/** Where a proxy records that is told no other place. */
export function defaultAuditFolder(): string {
  return join(stateFolder(processEnvironment()), 'audit')
}

/** The user's own keys; outside every audit home, so that a home cannot name its own judge. */
export function defaultKeyFolder(): string {
  return join(stateFolder(processEnvironment()), 'keys')
}
