import { homedir } from 'node:os'
import { join } from 'node:path'
import { stateFolder } from '@kvlar/core/node'
import { thisMachine } from './this-machine.ts'

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
  return join(stateFolder(thisMachine()), 'audit')
}

/** The queue of approvals that every proxy and reviewer of this user shares. */
export function defaultQueueFile(): string {
  return join(stateFolder(thisMachine()), 'approvals', 'approvals.db')
}

/** What calls leave behind for limits, for every process of this user. */
export function defaultLimitsFile(): string {
  return join(stateFolder(thisMachine()), 'limits', 'limits.db')
}

/** What is held of sessions, for every process of this user. */
export function defaultSessionsFile(): string {
  return join(stateFolder(thisMachine()), 'sessions', 'sessions.db')
}

/** The secret under which calls that wait are sealed and decisions are authenticated; apart from the queue. */
export function queueKeyFile(): string {
  return join(defaultKeyFolder(), 'approvals.key')
}

/** Who is turned away by this user, in every proxy and program of theirs. */
export function revocationsFile(): string {
  return join(stateFolder(thisMachine()), 'standing', 'revocations.jsonl')
}

/** The token that makes the person at this machine a reviewer. */
export function reviewerTokenFile(): string {
  return join(stateFolder(thisMachine()), 'approvals', 'reviewer.token')
}

/** The token of whoever asks the server of this user over HTTP; it lets nobody decide. */
export function serveTokenFile(): string {
  return join(stateFolder(thisMachine()), 'serve', 'serve.token')
}

/** The user's own keys; outside every audit home, so that a home cannot name its own judge. */
export function defaultKeyFolder(): string {
  return join(stateFolder(thisMachine()), 'keys')
}

/** What servers listed last, for `kvlar status`. */
export function toolsFolder(): string {
  return join(stateFolder(thisMachine()), 'tools')
}

/** Files that lead a browser to the page; each holds the token, as the file beside the folder does. */
export function doorFolder(): string {
  return join(stateFolder(thisMachine()), 'approvals', 'door')
}
