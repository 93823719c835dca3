import type { JsonPath } from './json-refusal.ts'

/**
 * Something that reads the same here but not everywhere; whether it matters depends on where it stands.
 * `folded_siblings`: two keys of one object that fold to the same (see `foldKey`). `number_changes`: a number whose
 * value a double cannot hold. `number_form`: a number directly in the outermost object, written otherwise than
 * ECMAScript writes it (`1.0`, `1e2`, `-0`). `lone_surrogate`: a text or key that has no UTF-8 form.
 * `deep`: nesting over `deepOver`.
 */
export type JsonFindingKind = 'folded_siblings' | 'number_changes' | 'number_form' | 'lone_surrogate' | 'deep'

/** One finding: the first of its kind under the same two outermost path segments. */
export interface JsonFinding {
  readonly kind: JsonFindingKind
  /** Where, outermost first: `path[0]` is the top-level member. */
  readonly path: JsonPath
  /** In UTF-16 code units from the beginning of the text. */
  readonly offset: number
}

/** Collects findings without growing with the text. */
export class JsonFindings {
  readonly list: JsonFinding[] = []
  /** Whether there were findings for which there was no room. */
  omitted = false
  #seen: Set<string> | undefined
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  add(kind: JsonFindingKind, path: JsonPath, offset: number): void {
    const place = JSON.stringify([kind, ...path.slice(0, 2)])
    this.#seen ??= new Set()
    if (this.#seen.has(place)) return
    if (this.list.length >= this.#max) {
      this.omitted = true
      return
    }
    this.#seen.add(place)
    this.list.push({ kind, path, offset })
  }
}
