import type { Place } from '../document/node.ts'
import type { Dialect } from '../policy.ts'
import type { Rule } from '../rule.ts'

/** What one file declares itself, before `extends` is resolved; whatever its dialect. */
export interface DeclaredPolicy {
  readonly name: string
  readonly version?: string
  readonly description?: string
  readonly dialect: Dialect
  readonly rules: readonly Rule[]
  readonly extends: readonly ExtendsReference[]
}

/** One item of `extends`. */
export interface ExtendsReference {
  readonly text: string
  readonly place: Place
}
