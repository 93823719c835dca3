import type { PendingRequest } from '../errors/approval-pending.ts'
import type { CallToolRequest, Extra } from './mcp-protocol.ts'
import { waitsText } from './call-tool.ts'

/** Where the newest revision says what a client can do (MCP 2026-07-28, `_meta` of every request). */
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
/** Under which the client sends back what its user did. */
const ASKED = 'kvlar/approval'

/** What one call of a client knows of its user being asked. */
export interface Asking {
  /** Whether the client can be asked to come back, and has not been. */
  readonly mayAsk: boolean
  /** The user came back without going on: nobody waits there any more. */
  readonly isLeft: boolean
  /** What the tool is told of the request: what was answered to us is not its own. */
  readonly extra: Extra
  /** The result by which a client shows its user what waits, and makes the same call again. */
  readonly ask: (pending: PendingRequest) => object | undefined
}

/**
 * How a call is interrupted for people: by a result `input_required` of the newest revision, which leads the user to
 * where the request is decided. INVARIANT: what the client says of it decides nothing; the call that follows is judged anew.
 */
export function askingOf({ params }: CallToolRequest, extra: Extra): Asking {
  const { mcpReq } = extra
  const given = asObject(mcpReq?.inputResponses)
  const { [ASKED]: answered, ...others } = given ?? {}
  const modes = asObject(asObject(asObject(mcpReq?.envelope)?.[CAPABILITIES])?.['elicitation'])
  // A form is what a client has that names no mode.
  const hasForms = modes !== undefined && (Object.keys(modes).length === 0 || 'form' in modes)
  const hasUrls = modes !== undefined && 'url' in modes
  // A tool that asks something itself has begun a round of its own, which a client drops for ours.
  const isRound =
    given !== undefined || params?.requestState !== undefined || mcpReq?.requestState?.() !== undefined
  return {
    mayAsk: !isRound && (hasForms || hasUrls),
    isLeft: answered !== undefined && asObject(answered)?.['action'] !== 'accept',
    extra: answered === undefined ? extra : withResponses(extra, others),
    ask: (pending) => {
      const { url } = pending
      const message = waitsText(pending)
      if (url !== undefined && hasUrls) return required({ mode: 'url', message, url })
      return hasForms ? required({ message, requestedSchema: { type: 'object', properties: {} } }) : undefined
    },
  }
}

function required(params: object): object {
  const asked = { method: 'elicitation/create', params }
  return { resultType: 'input_required', inputRequests: { [ASKED]: asked } }
}

function withResponses(extra: Extra, others: object): Extra {
  const { inputResponses: _, ...mcpReq } = extra.mcpReq ?? {}
  const isNone = Object.keys(others).length === 0
  return { ...extra, mcpReq: isNone ? mcpReq : { ...mcpReq, inputResponses: others } }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  // What an object holds is unknown all the same.
  return isObject ? (value as Record<string, unknown>) : undefined
}
