import { isJsonObject } from '@kvlar/core/json'
import { visibleText } from '@kvlar/core/text'
import type { Held } from '@kvlar/gate'
import { elicitationModes, type ElicitationModes } from './elicitation-modes.ts'
import { startHeartbeat } from './heartbeat.ts'
import { LIMITS } from '../limits.ts'
import type { Ruling } from '../judge-message.ts'
import { nestedElicitation } from './nested-elicitation.ts'
import type { OpenCall } from '../session/open-call.ts'
import type { OwnRequests } from '../session/own-requests.ts'
import type { Elicitation, Emit, Mcp, Schedule } from '../ports.ts'
import { repeatableOf } from './retry.ts'
import type { Step } from '../session/step.ts'
import type { ToolDefinitions } from '../listing/tool-definitions.ts'
import { ToolListing } from '../listing/tool-listing.ts'
import { WaitingRoom } from './waiting-room.ts'
import type { RequestMessage } from '../wire/message.ts'
import type { Identity } from '../wire/to-actions.ts'

export interface HeldCallsOptions {
  readonly identity: Identity
  readonly own: OwnRequests
  readonly definitions: ToolDefinitions
  readonly emit: Emit
  readonly schedule: Schedule
  /** Where people decide what waits, in words. */
  readonly whereDecided: string | undefined
  /** Takes a line for whoever runs the proxy. */
  readonly remark: (text: string) => void
}

type Hold = Extract<Ruling, { kind: 'hold' }>

/** What the newest era puts into the `_meta` of every request (MCP 2026-07-28). */
const CAPABILITIES_KEY = 'io.modelcontextprotocol/clientCapabilities'
const ERA_KEYS = [
  'io.modelcontextprotocol/protocolVersion',
  'io.modelcontextprotocol/clientInfo',
  CAPABILITIES_KEY,
]

/** What waits for humans in one session, and what Kvlar does meanwhile: it learns, tells and asks. */
export class HeldCalls {
  /** What the client can ask its user, as it said when it was initialized (until 2025-11-25). */
  modes: ElicitationModes | undefined
  readonly #options: HeldCallsOptions
  readonly #listing: ToolListing
  readonly #room = new WaitingRoom()
  readonly #leaving = new AbortController()

  constructor(options: HeldCallsOptions) {
    this.#options = options
    this.#listing = new ToolListing(options)
  }

  hasRoom(bytes: number): boolean {
    return this.#room.hasRoom(bytes)
  }

  /** Holds a request, whose sender is told now and then that it waits. */
  holdRequest(message: RequestMessage, call: OpenCall, hold: Hold, goOn: (ruling: Ruling) => Step): Step {
    call.state = 'held'
    const { whereDecided, remark } = this.#options
    if (whereDecided !== undefined) remark(`${nameOf(message)} waits for approval: ${whereDecided}`)
    const bytes = message.bytes.length
    const held = (signal: AbortSignal): Held<Mcp> => this.#held(message, call, signal)
    const { step, leave } = this.#room.enter({ hold, bytes, held, goOn })
    call.leave = leave
    return step
  }

  /** Holds a message whose sender waits for nothing. */
  hold(hold: Hold, bytes: number, goOn: (ruling: Ruling) => Step): Step {
    return this.#room.enter({ hold, bytes, held: (signal) => this.#waiting(signal), goOn }).step
  }

  /** Has everybody who waits, and who would from now on, told to come back; what they ask for goes on waiting. */
  leave(): void {
    this.#leaving.abort()
  }

  /** Ends all waiting. */
  close(): void {
    this.#room.close()
  }

  #held(message: RequestMessage, call: OpenCall, signal: AbortSignal): Held<Mcp> {
    startHeartbeat(message, this.#options, signal)
    if (message.from === 'server') return this.#waiting(signal)
    const elicitation = this.#elicitation(message, call, signal)
    return {
      ...this.#waiting(signal, elicitation),
      learn: (tool) => this.#listing.learn(tool, eraMeta(message)),
    }
  }

  #waiting(signal: AbortSignal, elicitation?: Elicitation): Held<Mcp> {
    const leave = this.#leaving.signal
    return { signal, waiting: { leave, ...(elicitation !== undefined && { elicitation }) } }
  }

  #elicitation(message: RequestMessage, call: OpenCall, signal: AbortSignal): Elicitation | undefined {
    const { own, identity } = this.#options
    if (call.revision === undefined) {
      return this.modes === undefined ? undefined : nestedElicitation(this.modes, own, signal)
    }
    const modes = elicitationModes(metaOf(message)?.[CAPABILITIES_KEY])
    call.repeatable ??= repeatableOf(message, identity)
    if (modes === undefined || call.repeatable === undefined) return undefined
    const { answered } = call.repeatable
    return { kind: 'retry', ...modes, ...(answered !== undefined && { answered }) }
  }
}

/** What is asked for, as short as a line for people needs it. */
function nameOf({ params, method }: RequestMessage): string {
  const name = params?.['name']
  return `\`${visibleText(typeof name === 'string' ? name.slice(0, LIMITS.remarkCharsMax) : method)}\``
}

function metaOf({ params }: RequestMessage) {
  const meta = params?.['_meta']
  return isJsonObject(meta) ? meta : undefined
}

/** What a request of our own must say of the client in this era; undefined before it did. */
function eraMeta(message: RequestMessage) {
  const meta = metaOf(message)
  const stated = ERA_KEYS.flatMap((key) => (meta?.[key] === undefined ? [] : [[key, meta[key]] as const]))
  return stated.length === 0 ? undefined : Object.fromEntries(stated)
}
