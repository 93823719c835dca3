import { PERMIT_CARRIERS } from '@kvlar/gate'
import type { Permits } from './open-permits.ts'

/** What is used of a transport of the official MCP SDK, version 1 or 2, with any message that it carries. */
export interface McpTransport {
  onmessage?: ((message: never, extra?: never) => void) | undefined
  send(message: never, options?: never): Promise<void>
}

type Hear = (message: unknown, extra?: unknown) => void

/** Outside the range that JSON-RPC reserves. */
const PERMIT_REQUIRED = -31_401

/**
 * Lets a server hear the calls of tools that have a permit, and no others; call it before `server.connect(transport)`.
 * What is heard is the call as it was judged, frozen, before the server fills in any default; `_meta` has lost the
 * permit. Whatever else the transport carries passes: permits are for calls of tools.
 */
export function requirePermits<Transport extends McpTransport>(
  transport: Transport,
  permits: Permits,
): Transport {
  const before = transport.onmessage
  let guarded: Hear | undefined
  /** What came first is heard first, also where a permit takes its time. */
  let turn: Promise<void> | undefined

  const take = (message: unknown, extra: unknown, to: Hear): void => {
    if (turn === undefined && isOther(message)) return to(message, extra)
    const mine: Promise<void> = Promise.resolve(turn)
      .then(() => (isOther(message) ? message : permitted(message)))
      .then((known) => (known === undefined ? refuse(message) : to(known, extra)))
      .catch(() => {})
      .finally(() => {
        if (turn === mine) turn = undefined
      })
    turn = mine
  }

  const permitted = async (message: unknown): Promise<object | undefined> => {
    const { params } = fieldsOf(message)
    const { name, arguments: given = {}, _meta, ...others } = fieldsOf(params)
    const { [PERMIT_CARRIERS.meta]: permit, ...meta } = fieldsOf(_meta)
    try {
      const { parameters } = await permits.redeem(permit, { action: nameOf(name), parameters: given })
      return { ...fieldsOf(message), params: { ...others, name, arguments: parameters, _meta: meta } }
    } catch {
      return undefined
    }
  }

  const refuse = async (message: unknown): Promise<void> => {
    const { id } = fieldsOf(message)
    if (typeof id !== 'string' && typeof id !== 'number') return
    const answer = { jsonrpc: '2.0', id, error: { code: PERMIT_REQUIRED, message: 'a permit is required' } }
    // It is a message of JSON-RPC, whatever the transport calls that.
    await transport.send(answer as never)
  }

  Object.defineProperty(transport, 'onmessage', {
    configurable: true,
    enumerable: true,
    get: () => guarded,
    set: (next: Hear | undefined) => {
      guarded = next && ((message, extra) => take(message, extra, next))
    },
  })
  if (before !== undefined) transport.onmessage = before
  return transport
}

/** Whether a message is one object that calls no tool; several in one, and what is no message, are never heard. */
function isOther(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return false
  return fieldsOf(message)['method'] !== 'tools/call'
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function nameOf(name: unknown): string {
  if (typeof name === 'string') return name
  throw new TypeError('a call names no tool')
}
