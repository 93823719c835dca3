import { isJsonObject, type JsonValue } from '@kvlar/core/json'
import type { Action } from '@kvlar/core'
import { after } from '@kvlar/gate'
import type { HeldCalls } from '../asking/held-calls.ts'
import { setMember } from '../listing/json-edits.ts'
import type { Ledger } from './ledger.ts'
import { LIMITS } from '../limits.ts'
import { filterList, listedItems } from '../listing/list-filter.ts'
import { ListedTools } from '../listing/listed-tools.ts'
import type { Ruling } from '../judge-message.ts'
import type { OpenCall } from './open-call.ts'
import { notOpen } from './open-refusals.ts'
import type { OwnRequests } from './own-requests.ts'
import type { Remarks } from './remarks.ts'
import type { SessionOptions } from './session-options.ts'
import { DROP, type Step } from './step.ts'
import type { ToolDefinitions } from '../listing/tool-definitions.ts'
import { denialAnswer } from '../wire/answers/denial.ts'
import { withoutLineEnds } from '../wire/forwardable.ts'
import { OTHER_SIDE, type ResponseMessage } from '../wire/message.ts'
import type { Refusal } from '../wire/answers/refusal.ts'
import { toActions } from '../wire/to-actions.ts'

export interface AnswersOptions extends Pick<
  SessionOptions,
  'engine' | 'identity' | 'heardRoots' | 'heardTools'
> {
  readonly ledger: Ledger
  readonly own: OwnRequests
  readonly held: HeldCalls
  readonly definitions: ToolDefinitions
  readonly remarks: Remarks
  /** Judges what an answer asks for. */
  readonly judge: (
    message: ResponseMessage,
    call: OpenCall,
    actions: readonly Action[],
  ) => Ruling | Promise<Ruling>
  readonly refuse: (message: ResponseMessage, refusal: Refusal, line: Uint8Array) => Step | Promise<Step>
}

/** What becomes of the answers of one session: each finds its request, in the id that its caller knows. */
export class Answers {
  readonly #options: AnswersOptions
  readonly #tools: ListedTools
  /** What the server said that it tells of when it changes. */
  changingLists: readonly string[] = []

  constructor(options: AnswersOptions) {
    this.#options = options
    this.#tools = new ListedTools(options.heardTools ?? (() => undefined))
  }

  take(message: ResponseMessage, line: Uint8Array): Step | Promise<Step> {
    const { own, ledger, identity, held, remarks, judge, refuse } = this.#options
    if (own.take(message, line.length)) return DROP
    const call = ledger.answered(OTHER_SIDE[message.from], message.id)
    if (call?.state !== 'sent') return refuse(message, notOpen(), line)
    ledger.told(message.from)
    this.#learn(call, message)
    const actions = toActions(message, identity)
    if (actions.length === 0) return this.#answer(call, message, line)
    call.state = 'answered'
    const settle = (ruling: Ruling): Step => {
      switch (ruling.kind) {
        case 'pass':
          call.approvalId ??= ruling.approvalId
          return this.#answer(call, message, line)
        case 'refuse':
        case 'input_required':
          ledger.finish(call, 'failed', line)
          remarks.stopped(message.from, `the answer to ${call.request.method}`, ruling.verdict)
          return { kind: 'forward', bytes: denialAnswer(call.request, ruling.verdict) }
        case 'hold':
          return held.hold(ruling, message.bytes.length, settle)
      }
    }
    return after(judge(message, call, actions), settle)
  }

  #answer(call: OpenCall, message: ResponseMessage, line: Uint8Array): Step {
    const { value, outcome } = message
    const isToolError = isJsonObject(value) && value['isError'] === true
    this.#options.ledger.finish(
      call,
      outcome === 'error' ? 'failed' : isToolError ? 'tool_error' : 'ok',
      line,
    )
    const bytes = withIdOf(call, message)
    if (message.from === 'client' || outcome === 'error') return { kind: 'forward', bytes }
    const { engine, identity } = this.#options
    const listing = { method: call.request.method, bytes, result: value, cached: call.revision !== undefined }
    return { kind: 'forward', bytes: filterList(listing, engine(), identity) }
  }

  /** What the answer to some requests says about the rest of the conversation. */
  #learn({ request }: OpenCall, { outcome, value }: ResponseMessage): void {
    if (outcome === 'error') return
    const { definitions, ledger } = this.#options
    if (request.method === 'tools/list') definitions.remember(listedItems(request.method, value) ?? [])
    this.#tools.take(request, value)
    if (request.method === 'roots/list') this.#options.heardRoots?.(rootsOf(value))
    if (request.method !== 'initialize' || !isJsonObject(value)) return
    const revision = value['protocolVersion']
    if (typeof revision === 'string') ledger.revision = revision.slice(0, LIMITS.revisionCharsMax)
    this.changingLists = changingLists(value['capabilities'])
  }
}

/** Clients of other revisions ask to be told, and by whom they are told is the server's. */
function changingLists(capabilities: JsonValue | undefined): readonly string[] {
  if (!isJsonObject(capabilities)) return []
  return ['tools', 'resources', 'prompts'].filter((list) => {
    const declared = capabilities[list]
    return isJsonObject(declared) && declared['listChanged'] === true
  })
}

function rootsOf(value: ResponseMessage['value']): readonly string[] {
  const roots = isJsonObject(value) ? value['roots'] : undefined
  if (!Array.isArray(roots)) return []
  return roots
    .slice(0, LIMITS.rootsMax)
    .flatMap((root) => (isJsonObject(root) && typeof root['uri'] === 'string' ? [root['uri']] : []))
}

/** The answer under the id that its caller knows, also where it came under that id in another type, or under none. */
function withIdOf({ request }: OpenCall, { id, bytes }: ResponseMessage): Uint8Array {
  return id === request.id ? bytes : setMember(bytes, 'id', withoutLineEnds(JSON.stringify(request.id)))
}
