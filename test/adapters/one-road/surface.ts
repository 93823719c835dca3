import type { Action, EffectType, Policy } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'

/** A decision, as far as every surface must agree on it. */
export interface Decided {
  readonly outcome: EffectType
  readonly ruleId: string
  readonly code: string
}

/** What whoever makes a call sees of it. */
export type Told =
  /** With these arguments. */
  | { readonly kind: 'ran'; readonly with: JsonObject }
  /** Each part as far as the surface says it. */
  | ({ readonly kind: 'stopped' } & Pick<Decided, 'outcome'> & Partial<Decided>)
  /** Turned down before it could be judged: the arguments have no one reading. */
  | { readonly kind: 'unread' }

/** What stands in the record of one decision. */
export interface Recorded {
  readonly decision: Decided
  readonly effective: Decided
}

/** What every surface is opened with. */
export interface Given {
  /** Policies, in the order in which they are asked. */
  readonly files: readonly string[]
  /** What stands in them. */
  readonly policies: readonly Policy[]
  /** When the session begins. */
  readonly startedAtMs: number
  /** A folder of its own, for whatever it keeps. */
  readonly folder: string
}

/** A surface with policies in force. */
export interface Opened {
  make(action: Action): Promise<Told>
  /** One for each action that was judged, in order. */
  readonly recorded: readonly Recorded[]
  close(): Promise<void>
}

/** One way by which a call comes to Kvlar. */
export interface Surface {
  readonly name: string
  /** The action as it can be put here, or in words why it cannot. */
  readonly express: (action: Action) => Action | string
  /** What the surface hears of the end of what it let go. */
  readonly hears: 'ok' | 'running'
  /** Whether it knows when the session began. */
  readonly knowsAge: boolean
  /** What it turns down unread, where `kvlar evaluate` has a decision: being stricter is not another decision. */
  readonly refuses: (action: Action) => boolean
  /** Whether Kvlar's own files are out of reach here, whatever the policy says. */
  readonly hasFloor: boolean
  /** False where the record is not at hand; true when absent. */
  readonly records?: boolean
  readonly open: (given: Given) => Promise<Opened>
}

export const SESSION_ID = 'one'

function decidedOf({ outcome, ruleId, code }: Decided): Decided {
  return { outcome, ruleId, code }
}

/** For a record: what it says of decisions is kept, the rest is not looked at. */
export function recording() {
  const recorded: Recorded[] = []
  const record = (event: { readonly kind: string }): void => {
    if (!('decision' in event) || !('effective' in event)) return
    const { decision, effective } = event as Recorded
    recorded.push({ decision: decidedOf(decision), effective: decidedOf(effective) })
  }
  return { record, recorded }
}

/** Why surfaces of functions cannot express everything that clients of MCP can ask for. */
export function asToolCall(action: Action): Action | string {
  return action.type === 'tool_call' ? action : 'only tools are called here'
}

/** Whether some object in it has a key that JavaScript reads as the prototype. */
export function hasProto(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasProto)
}
