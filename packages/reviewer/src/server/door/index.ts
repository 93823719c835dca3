/**
 * Who may speak to a server of this user: its name, its site, its tokens, and how often. For every server of Kvlar that
 * speaks HTTP.
 */
export { createGatekeeper, turn, type Caller, type Gatekeeper, type Turned } from './gatekeeper.ts'
export { allowedHosts } from './site.ts'
export { answerFailures, EARLY_FAILURES, UnreadableBody } from '../answer-failures.ts'
export { createOpenRequests, type Patience } from '../open-requests.ts'
export { SECURITY_HEADERS } from '../security-headers.ts'
export { serverLog, type LogStream } from '../server-log.ts'
