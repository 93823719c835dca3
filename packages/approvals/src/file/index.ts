/**
 * The files that keep a secret for one user: the keys of a queue, whatever keeps the queue itself (replicas of one
 * queue share its content), and the token of the person at this machine.
 */
export { openApprovalKeys } from './key-file.ts'
export { openLocalToken, readLocalToken } from './local-token.ts'
