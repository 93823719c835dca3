import type { Place } from '../../document/node.ts'
import type { Dialect } from '../../policy.ts'
import type { Rule } from '../../rule.ts'

/** What one file declares itself, before `extends` is resolved; whatever its dialect. */
export interface DeclaredPolicy {
  readonly name: string
  readonly version?: string
  readonly description?: string
  readonly dialect: Dialect
  /** As they stand in the file; ApproveKit's literal names before `*`. */
  readonly rules: readonly DeclaredRule[]
  readonly extends: readonly ExtendsReference[]
}

/** A rule and where its name stands, for the problem of two rules with one name. */
export interface DeclaredRule {
  readonly rule: Rule
  readonly idPlace: Place
}

/** One item of `extends`. */
export interface ExtendsReference {
  readonly text: string
  readonly place: Place
}
