import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import { listedItems } from './list-filter.ts'
import type { OwnRequests } from '../session/own-requests.ts'
import type { Schedule } from '../ports.ts'
import type { ToolDefinitions } from './tool-definitions.ts'

export interface ToolListingOptions {
  readonly own: OwnRequests
  readonly definitions: ToolDefinitions
  readonly schedule: Schedule
}

/** Lists a server's tools on Kvlar's own behalf, so that an approval can be bound to what a tool says of itself. */
export class ToolListing {
  readonly #options: ToolListingOptions
  #running: Promise<boolean> | undefined
  /** By the clock of `performance.now`. */
  #listedAt = -Infinity

  constructor(options: ToolListingOptions) {
    this.#options = options
  }

  /**
   * Learns the definition of a tool, unless it is known and has not changed. Never rejects: a definition that cannot be
   * had in time stays unknown.
   *
   * @param meta what a request must carry in its `_meta`, in revisions that ask for it
   */
  async learn(tool: string, meta: JsonObject | undefined): Promise<void> {
    for (let round = 0; round < LIMITS.listRoundsMax && !this.#holds(tool, meta); round++) {
      this.#running ??= this.#list(meta).finally(() => (this.#running = undefined))
      if (!(await this.#running)) break
    }
    if (!this.#holds(tool, meta)) this.#options.definitions.digests.delete(tool)
  }

  #holds(tool: string, meta: JsonObject | undefined): boolean {
    const { definitions } = this.#options
    if (meta === undefined) return definitions.isKnown(tool)
    // A server of the newest era tells of changes only whom it was asked to tell (MCP 2026-07-28, subscriptions).
    return definitions.isWhole && performance.now() - this.#listedAt < LIMITS.listFreshMs
  }

  async #list(meta: JsonObject | undefined): Promise<boolean> {
    const { definitions, schedule } = this.#options
    const controller = new AbortController()
    const stop = schedule(() => controller.abort(), LIMITS.listMs)
    const { changes } = definitions
    const startedAt = performance.now()
    try {
      definitions.replace(await this.#pages(meta, controller.signal), changes)
      this.#listedAt = startedAt
      return true
    } catch {
      return false
    } finally {
      stop()
    }
  }

  /** @throws Error when the server does not give a whole list within the bounds */
  async #pages(meta: JsonObject | undefined, signal: AbortSignal): Promise<JsonValue[]> {
    const tools: JsonValue[] = []
    let cursor: string | undefined
    let bytes = 0
    for (let page = 0; page < LIMITS.listPagesMax; page++) {
      const params = { ...(cursor !== undefined && { cursor }), ...(meta !== undefined && { _meta: meta }) }
      const answer = await this.#options.own.ask('server', 'tools/list', { params, signal })
      bytes += answer.bytes
      const items = answer.outcome === 'result' ? listedItems('tools/list', answer.value) : undefined
      const next = isJsonObject(answer.value) ? answer.value['nextCursor'] : undefined
      if (items === undefined || bytes > LIMITS.listBytesMax) break
      for (const item of items) tools.push(item)
      if (tools.length > LIMITS.definitionsMax) break
      if (next === undefined || next === null) return tools
      if (typeof next !== 'string') break
      cursor = next
    }
    throw new Error('the server gives no whole list of its tools')
  }
}
