/**
 * Takes permits: a service, or an MCP server, that runs only what Kvlar has let go, with the arguments that were judged.
 *
 * For whoever runs the action, wherever that is. It decides nothing and asks no policy: it verifies that somebody whose
 * key it trusts did. Frameworks are known by their shape, so that none is loaded. Whatever is missing, malformed, old,
 * for another call, used before or cannot be checked is refused, and the caller is not told which.
 */
export { openPermits, type Permits } from './open-permits.ts'
export type { PermitsOptions } from './permits-options.ts'
export type { PermitCall, PermittedCall } from './permitted-call.ts'
export type { PermitRefusal, RefusalReason } from './refusal-reason.ts'
export { permitOf, type CallOf } from './admit.ts'
export { expressPermit, type ExpressRequest, type ExpressResponse } from './express.ts'
export { fastifyPermit, type FastifyReply, type FastifyRequest } from './fastify.ts'
export { honoPermit, type HonoContext } from './hono.ts'
export { redeemRequest } from './fetch.ts'
export { requirePermits, type McpTransport } from './mcp.ts'
export { PermitRefused } from '../errors/permit-refused.ts'
export { PERMIT_CARRIERS } from '@kvlar/gate'
