/**
 * The road of every MCP message: one strict reading, one decision, one record, and only then the other side.
 *
 * For transports, which feed it lines and carry out what it says (`@kvlar/proxy/stdio` is one). It knows nothing of
 * audit logs, approval queues or stores: they come in as ports.
 * It never opens a file, a socket or a process, and never forwards what it could not read, decide and record.
 */
export type {
  Answer,
  Ask,
  AskRequest,
  DecidedEvent,
  ElicitAction,
  Elicitation,
  ElicitQuestion,
  Emit,
  NestedElicitation,
  ProxyEvent,
  Mcp,
  McpPermit,
  Recorder,
  RefusedEvent,
  ResultEvent,
  RetryElicitation,
  Schedule,
} from './ports.ts'
export { createMcpGate, type McpGateOptions } from './mcp-gate.ts'
export { Session } from './session/session.ts'
export type { SessionOptions } from './session/session-options.ts'
export { InOrder } from './session/in-order.ts'
export type { Step } from './session/step.ts'
export type { HeardTools } from './listing/listed-tools.ts'
export { definitionDigest } from './listing/tool-definitions.ts'
export { LIMITS } from './limits.ts'
export { readMessage, readMessageInSlices, type ReadMessageAnswer } from './wire/read-message.ts'
export type {
  EmbeddedRequest,
  Message,
  MessageId,
  NotificationMessage,
  RequestMessage,
  ResponseMessage,
  Side,
} from './wire/message.ts'
export { REFUSAL_CODES, type Refusal, type RefusalCode } from './wire/answers/refusal.ts'
export { METHODS, type MethodRow, type ResourceField } from './wire/methods.ts'
export { toActions, type Identity } from './wire/to-actions.ts'
export { LineSplitter, type SplitLine } from './wire/line-splitter.ts'
export { OpenRequests } from './wire/open-requests.ts'
export {
  DENIED_ERROR_CODE,
  denialAnswer,
  errorAnswer,
  refusalAnswer,
  type ApprovalNotice,
  type Denial,
} from './wire/answers/denial.ts'
export { WIRE_LIMITS } from './wire/limits.ts'
