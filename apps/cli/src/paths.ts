import { homedir } from 'node:os'
import { join } from 'node:path'

/** The user's own folder for policies. */
export function kvlarHome(): string {
  return join(homedir(), '.kvlar')
}

/** The policy of a user who names none; `kvlar init` writes it. */
export function defaultPolicyFile(): string {
  return join(kvlarHome(), 'policy.yaml')
}
