import type { Action, ActionType } from './action.ts'
import type { Decision } from './decision.ts'
import type { Facts, Known, Mark, Need } from './facts.ts'
import type { Principal } from './principal.ts'
import type { EffectType } from './rule.ts'

/** A compiled, immutable set of policies. Total: no method throws on any action. */
export interface Engine {
  /** `sha256:<hex>` over the digests of its policies, in order. */
  readonly digest: string
  readonly ruleCount: number
  /** What `decide` reads on its way to the deciding rule; empty for most. */
  needs(action: Action, known?: Known): readonly Need[]
  /** What the action leaves behind for rules about later ones, if it is let go; empty for most. */
  marks(action: Action, known?: Known): readonly Mark[]
  /** Decides. Pure: the same action and facts give the same decision on every machine. */
  decide(action: Action, facts: Facts, options?: DecisionDetail): Decision
  /**
   * Every outcome that some call of this subject could have, its arguments, the time and the state unknown. One alone is
   * proven for all calls; of several, the arguments or the state decide.
   */
  outlook(subject: Subject): readonly EffectType[]
  /** Whether every call of this subject is denied whatever its arguments, the time and the state are. */
  isHidden(subject: Subject): boolean
  /**
   * Whether some rule that can decide calls of this subject asks for its name, be it by a pattern or by a word of it;
   * false where only rules for everything, or none, would decide.
   */
  isNamed(subject: Subject): boolean
  /** Key names and field paths to redact in calls of this subject, for `createRedactor`: built-in ones included. */
  redactFields(subject: Subject): readonly string[]
}

/** What a decision says beside itself; it costs time, and never changes the decision. */
export interface DecisionDetail {
  /** What every rule found; `all`: later rules that do not match, too. */
  readonly trace?: boolean | 'all'
  /** `Decision.matched`, where the call is not allowed. */
  readonly matched?: boolean
  /** Key names and field paths to hide in it beside those of `redactFields`. */
  readonly hide?: readonly string[]
}

/** Something that can be listed: an action without its arguments. */
export interface Subject {
  readonly type: ActionType
  readonly resource: string
  readonly agentId: string
  readonly principal: Principal
  readonly server?: string
}

/** The WHATWG parts of a URL that the URL operators read; `core` has no URL parser of its own. */
export interface ParsedUrl {
  readonly protocol: string
  readonly username: string
  readonly password: string
  /** Host name without the port, as the WHATWG serialiser gives it. */
  readonly hostname: string
}

/** The platform's WHATWG URL parser: undefined when the text is not a URL. */
export type UrlParser = (text: string) => ParsedUrl | undefined
