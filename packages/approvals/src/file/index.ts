/** The file that holds the keys of a queue, whatever keeps the queue itself. Replicas of one queue share its content. */
export { openApprovalKeys } from './key-file.ts'
