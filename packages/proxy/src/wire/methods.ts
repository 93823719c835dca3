import type { ActionType } from '@kvlar/core'
import type { Side } from './message.ts'

/** Which field of `params` names the thing that is acted on. */
export type ResourceField =
  /** `params.name` or `params.uri`. */
  | { readonly kind: 'param'; readonly name: string }
  /** `params.ref.name` or `params.ref.uri`, as `params.ref.type` says. */
  | { readonly kind: 'ref' }
  /** Each of `params.notifications.resourceSubscriptions`. */
  | { readonly kind: 'subscriptions' }
  /** The method's own name. */
  | { readonly kind: 'method' }

/** What Kvlar knows of one MCP method; names of `params` are those of every revision up to 2026-07-28. */
export interface MethodRow {
  readonly method: string
  readonly kind: 'request' | 'notification'
  /** Who may send it. */
  readonly from: readonly Side[]
  /** What it is judged as; `pass` for what moves no data that a policy speaks of. */
  readonly action: ActionType | 'pass'
  readonly resource: ResourceField
  /** Where the action's parameters are: `params.arguments`, or all of `params`. */
  readonly parameters: 'arguments' | 'params'
  /** Keys of `params` that mean something; a key that only folds to one of them is refused. */
  readonly reserved: readonly string[]
}

const OWN_NAME: ResourceField = { kind: 'method' }
const NAME: ResourceField = { kind: 'param', name: 'name' }
const URI: ResourceField = { kind: 'param', name: 'uri' }

/** Keys of any request's `params`, including those of retries and of task-augmented requests. */
const COMMON = ['_meta', 'task', 'inputResponses', 'requestState']

const CLIENT: readonly Side[] = ['client']
const SERVER: readonly Side[] = ['server']
const BOTH: readonly Side[] = ['client', 'server']

type Row = Omit<MethodRow, 'method'>

function judged(action: ActionType, from: readonly Side[], resource: ResourceField, reserved: string[]): Row {
  const parameters = reserved.includes('arguments') ? 'arguments' : 'params'
  return { kind: 'request', from, action, resource, parameters, reserved: [...COMMON, ...reserved] }
}

function passed(kind: MethodRow['kind'], from: readonly Side[], reserved: string[] = []): Row {
  return {
    kind,
    from,
    action: 'pass',
    resource: OWN_NAME,
    parameters: 'params',
    reserved: ['_meta', ...reserved],
  }
}

/**
 * Every MCP method of every revision from 2024-11-05 to 2026-07-28 and of the tasks extension.
 * What is not here is judged as `unknown_method`, with the method's name as the resource.
 */
const ROWS: Readonly<Record<string, Row>> = {
  'tools/call': judged('tool_call', CLIENT, NAME, ['name', 'arguments']),
  'resources/read': judged('resource_read', CLIENT, URI, ['uri']),
  'resources/subscribe': judged('resource_subscribe', CLIENT, URI, ['uri']),
  // It names resources as `resources/subscribe` does; without any, it asks only to be told of changed lists.
  'subscriptions/listen': judged('resource_subscribe', CLIENT, { kind: 'subscriptions' }, ['notifications']),
  'prompts/get': judged('prompt_get', CLIENT, NAME, ['name', 'arguments']),
  'completion/complete': judged('completion', CLIENT, { kind: 'ref' }, ['ref', 'argument', 'context']),

  'sampling/createMessage': judged('sampling', SERVER, OWN_NAME, [
    'messages',
    'systemPrompt',
    'includeContext',
    'modelPreferences',
    'maxTokens',
    'temperature',
    'stopSequences',
    'metadata',
    'tools',
    'toolChoice',
  ]),
  'elicitation/create': judged('elicitation', SERVER, OWN_NAME, [
    'mode',
    'message',
    'requestedSchema',
    'url',
    'elicitationId',
  ]),
  'roots/list': judged('roots_list', SERVER, OWN_NAME, []),

  initialize: passed('request', CLIENT, ['protocolVersion', 'capabilities', 'clientInfo']),
  'server/discover': passed('request', CLIENT),
  ping: passed('request', BOTH),
  'logging/setLevel': passed('request', CLIENT, ['level']),
  'tools/list': passed('request', CLIENT, ['cursor']),
  'resources/list': passed('request', CLIENT, ['cursor']),
  'resources/templates/list': passed('request', CLIENT, ['cursor']),
  'prompts/list': passed('request', CLIENT, ['cursor']),
  // Ends a subscription that was judged when it began.
  'resources/unsubscribe': passed('request', CLIENT, ['uri']),
  // Tasks exist only for requests that were judged; both sides may run them (2025-11-25).
  'tasks/get': passed('request', BOTH, ['taskId']),
  'tasks/result': passed('request', BOTH, ['taskId']),
  'tasks/list': passed('request', BOTH, ['cursor']),
  'tasks/cancel': passed('request', BOTH, ['taskId']),
  // Carries the client's answers to requests that were judged when the server embedded them.
  'tasks/update': passed('request', CLIENT, ['taskId', 'inputResponses']),

  'notifications/initialized': passed('notification', CLIENT),
  'notifications/roots/list_changed': passed('notification', CLIENT),
  'notifications/cancelled': passed('notification', BOTH, ['requestId', 'reason']),
  'notifications/progress': passed('notification', BOTH, ['progressToken', 'progress', 'total', 'message']),
  'notifications/message': passed('notification', SERVER, ['level', 'logger', 'data']),
  'notifications/tools/list_changed': passed('notification', SERVER),
  'notifications/prompts/list_changed': passed('notification', SERVER),
  'notifications/resources/list_changed': passed('notification', SERVER),
  'notifications/resources/updated': passed('notification', SERVER, ['uri']),
  'notifications/elicitation/complete': passed('notification', SERVER, ['elicitationId']),
  'notifications/subscriptions/acknowledged': passed('notification', SERVER, ['notifications']),
  'notifications/tasks/status': passed('notification', BOTH, ['taskId', 'status']),
  'notifications/tasks': passed('notification', SERVER, [
    'taskId',
    'status',
    'inputRequests',
    'result',
    'error',
  ]),
}

/** The table of MCP methods by name. */
export const METHODS: ReadonlyMap<string, MethodRow> = new Map(
  Object.entries(ROWS).map(([method, row]) => [method, { method, ...row }]),
)
