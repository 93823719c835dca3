import { METHODS } from '../../../packages/proxy/src/wire/methods.ts'
import { Session, type Side, type Step } from '../../../packages/proxy/src/index.ts'
import { proxyParts } from '../../../packages/runtime/src/proxy/index.ts'
import type { Action } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { toldBy } from './guarded.ts'
import { running } from './running.ts'
import { recording, SESSION_ID, type Surface, type Told } from './surface.ts'

/** A message of MCP that asks for an action. */
interface Asking {
  readonly from: Side
  readonly method: string
  readonly params: JsonObject
}

/** How an action of each type is asked for; its parameters are what the message holds. */
function askingFor({ type, resource, parameters }: Action): Asking {
  const from = 'client'
  switch (type) {
    case 'tool_call':
      return { from, method: 'tools/call', params: { name: resource, arguments: parameters } }
    case 'prompt_get':
      return { from, method: 'prompts/get', params: { name: resource, arguments: parameters } }
    case 'resource_read':
      return { from, method: 'resources/read', params: parameters }
    case 'resource_subscribe':
      return { from, method: 'resources/subscribe', params: parameters }
    case 'completion':
      return { from, method: 'completion/complete', params: parameters }
    case 'sampling':
      return { from: 'server', method: 'sampling/createMessage', params: parameters }
    case 'elicitation':
      return { from: 'server', method: 'elicitation/create', params: parameters }
    case 'roots_list':
      return { from: 'server', method: 'roots/list', params: parameters }
    case 'unknown_method':
      return { from, method: resource, params: parameters }
  }
}

/** The same action with the parameters and the name that its message would have. */
function inMcp({ target: _target, ...action }: Action): Action | string {
  const { type, resource, parameters } = action
  switch (type) {
    case 'tool_call':
    case 'prompt_get':
      return action
    case 'resource_read':
    case 'resource_subscribe':
      return { ...action, parameters: { ...parameters, uri: resource } }
    case 'completion': {
      const argument = { name: 'a', value: 'x' }
      return {
        ...action,
        parameters: { ...parameters, ref: { type: 'ref/prompt', name: resource }, argument },
      }
    }
    case 'sampling':
    case 'elicitation':
    case 'roots_list': {
      const { method } = askingFor(action)
      return { ...action, resource: method }
    }
    case 'unknown_method':
      return METHODS.has(resource) ? 'a method that is known' : action
  }
}

const OTHER = { client: 'server', server: 'client' } as const

const bytesOf = (message: JsonValue): Uint8Array => Buffer.from(JSON.stringify(message))

/** The bytes of a session between a client and a server, as `kvlar proxy` wires it; whoever speaks has one of their own. */
export const PROXY: Surface = {
  name: 'proxy',
  express: inMcp,
  hears: 'ok',
  knowsAge: true,
  // A name that breaks lines has no place on a wire of lines.
  refuses: ({ resource }) => /\p{Cc}/u.test(resource),
  hasFloor: true,
  open: async (given) => {
    const { record, recorded } = recording()
    const kvlar = await running(given)
    const parts = proxyParts({ ...kvlar, record }, { args: [], env: {}, cwd: given.folder })
    const sessions = new Map<string, Session>()
    const sessionOf = ({ agentId, principal, server }: Action): Session => {
      const identity = { agentId, principal, ...(server !== undefined && { server }) }
      const key = JSON.stringify(identity)
      const session =
        sessions.get(key) ?? new Session({ ...parts, identity, sessionId: SESSION_ID, now: () => clock() })
      sessions.set(key, session)
      return session
    }
    // A session begins when it is made, and all of these are one.
    let clock = (): number => given.startedAtMs
    let id = 0
    return {
      recorded,
      make: async (action) => {
        clock = () => given.startedAtMs
        const session = sessionOf(action)
        clock = Date.now
        const { from, method, params } = askingFor(action)
        id += 1
        const asked = bytesOf({ jsonrpc: '2.0', id, method, params })
        const step = await settled(session.receive(from, asked))
        if (step.kind === 'forward') {
          if (Buffer.compare(step.bytes, asked) !== 0) throw new Error('other bytes were forwarded')
          await session.receive(OTHER[from], bytesOf({ jsonrpc: '2.0', id, result: { content: [] } }))
          return { kind: 'ran', with: action.parameters }
        }
        if (step.kind !== 'answer') throw new Error(step.kind)
        return answered(JSON.parse(Buffer.from(step.bytes).toString()) as Answered)
      },
      close: async () => kvlar.close(),
    }
  },
}

/** What became of a line that concerns one message. */
async function settled(step: Step | Promise<Step>): Promise<Exclude<Step, { kind: 'hold' }>> {
  const known = await step
  return known.kind === 'hold' ? settled(known.later) : known
}

export interface Answered {
  readonly result?: { readonly _kvlar?: KvlarNotice }
  readonly error?: { readonly code: number; readonly data?: { readonly _kvlar?: KvlarNotice } }
}
type KvlarNotice = Parameters<typeof toldBy>[0]

/** What Kvlar has answered in the place of the other side. */
export function answered({ result, error }: Answered): Told {
  const notice = result?._kvlar ?? error?.data?._kvlar
  if (notice === undefined) throw new Error(`not Kvlar's answer: ${JSON.stringify({ result, error })}`)
  return toldBy(notice)
}
