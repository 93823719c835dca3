/** Who may decide: the file that lists them, and how a token says who somebody is. */
export { approversSchema } from './approvers-schema.ts'
export { readApprovers, type ReadApprovers } from './read-approvers.ts'
export {
  authenticateApprovers,
  authenticateLocal,
  tokenSha256,
  type Authenticate,
  type ConfiguredApprover,
  type Identity,
} from './authenticate-approvers.ts'
