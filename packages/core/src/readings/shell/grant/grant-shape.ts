import { isJsonArray, isJsonObject } from '../../../json/json-shape.ts'
import type { JsonObject, JsonValue } from '../../../json-value.ts'
import { nearest } from '../../../text/nearest.ts'
import type { GrantProblem } from './grant-problem.ts'

/** A place in a grant, and where its problems go. */
export class GrantPlace {
  readonly path: GrantProblem['path']
  readonly #problems: GrantProblem[]

  constructor(problems: GrantProblem[], path: GrantProblem['path'] = []) {
    this.#problems = problems
    this.path = path
  }

  add(problem: string): void {
    this.#problems.push({ path: this.path, problem })
  }

  at(key: string | number): GrantPlace {
    return new GrantPlace(this.#problems, [...this.path, key])
  }

  /** The value as an object with no other keys than these; undefined after saying why not. */
  object(value: JsonValue | undefined, what: string, keys?: readonly string[]): JsonObject | undefined {
    if (!isJsonObject(value)) {
      this.add(`${what} must be a map`)
      return undefined
    }
    for (const key of Object.keys(value)) {
      if (keys === undefined || keys.includes(key)) continue
      const meant = nearest(key, keys)
      const help = meant === undefined ? `its keys are ${keys.join(', ')}` : `did you mean \`${meant}\`?`
      this.at(key).add(`\`${key}\` is not a key of ${what}; ${help}`)
    }
    return value
  }

  /** The value as a list of texts that is not empty, each with its place; empty after saying why not. */
  texts(value: JsonValue, what: string): readonly (readonly [text: string, place: GrantPlace])[] {
    if (!isJsonArray(value) || value.length === 0) {
      this.add(`${what} must be a list of texts, at least one`)
      return []
    }
    return value.flatMap((item, index) => {
      const place = this.at(index)
      if (typeof item === 'string' && item !== '') return [[item, place] as const]
      place.add(`${what} holds something that is not a text, or an empty one`)
      return []
    })
  }
}
