import { isJsonObject, type JsonValue } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import type { RequestMessage } from '../wire/message.ts'
import { listedItems } from './list-filter.ts'

/** Takes the names of all tools that a server has, once it has listed them to its client whole. */
export type HeardTools = (names: readonly string[]) => void

/** Puts the pages together in which a server lists its tools to its client. */
export class ListedTools {
  readonly #heard: HeardTools
  /** Undefined where no page is expected: a list is whole from its first page on, or it is none. */
  #names: Set<string> | undefined

  constructor(heard: HeardTools) {
    this.#heard = heard
  }

  /** Takes the answer to one request of the client for tools. */
  take({ method, params }: RequestMessage, result: JsonValue): void {
    if (method !== 'tools/list') return
    if (params?.['cursor'] === undefined || params['cursor'] === null) this.#names = new Set()
    const names = this.#names
    const items = listedItems(method, result)
    this.#names = undefined
    if (names === undefined || items === undefined) return
    for (const item of items) {
      const name = isJsonObject(item) ? item['name'] : undefined
      if (typeof name === 'string') names.add(name)
    }
    if (names.size > LIMITS.definitionsMax) return
    const next = isJsonObject(result) ? result['nextCursor'] : undefined
    if (next === undefined || next === null) this.#heard([...names])
    else this.#names = names
  }
}
