import type { Action } from './action.ts'
import type { EffectType, Rule } from './rule.ts'

/** A loaded policy: validated, bounded, immutable. */
export interface Policy {
  readonly name: string
  readonly version?: string
  readonly description?: string
  readonly dialect: Dialect
  /** The file it came from, or a label. */
  readonly file: string
  /** In the order in which they are asked: own rules by priority, then those of each base in list order, each base once. */
  readonly rules: readonly Rule[]
  /** `sha256:<hex>` over the canonical form of everything that can change a decision. */
  readonly digest: string
  /** Things that load but deserve a word, such as keys of later capabilities. */
  readonly warnings: readonly Diagnostic[]
}

export const DIALECTS = ['kvlar', 'kavach', 'approvekit'] as const

/** Which of the three policy formats a file is written in. */
export type Dialect = (typeof DIALECTS)[number]

/** One finding about a file a person wrote. */
export interface Diagnostic {
  /** Stable code; `docs/errors.md` lists all. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** One sentence: what is wrong and what follows from it. */
  readonly message: string
  readonly file: string
  /** 1-based; 0 when unknown. */
  readonly line: number
  /** 1-based, in UTF-16 code units; 0 when unknown. */
  readonly column: number
  /** How many code units from there on are meant, at least 1. */
  readonly length: number
  /** The keys and indexes that lead to it, such as `rules[2].effect.type`: the only place in objects built in code. */
  readonly path?: string
  /** What to do about it. */
  readonly help?: string
  /** The call that shows it. */
  readonly witness?: Witness
}

/** A call and what the policies really decide on it: the engine has been asked. */
export interface Witness {
  readonly action: Action
  readonly outcome: EffectType
  /** Id of the rule that decides, or `_default_deny`. */
  readonly rule: string
  /** When it is made, in milliseconds since the epoch; present where a rule reads the time. */
  readonly nowMs?: number
  /** How many calls are counted by then, this one included; present where a rule that is asked reads it. */
  readonly calls?: number
  /** How old its session is; present where a rule that is asked reads it. */
  readonly sessionAgeMs?: number
}
