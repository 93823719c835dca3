import { hash } from 'node:crypto'
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import type { NotificationMessage } from '../wire/message.ts'

/** What of a tool's definition tells a model what it does (MCP 2026-07-28, `Tool`); the rest is decoration. */
const DEFINING = ['name', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const

/** The digests of the tools that a server has listed, by name. */
export class ToolDefinitions {
  readonly digests = new Map<string, string>()
  /** Counts what the server said of its tools having changed. */
  changes = 0
  /** The count at which all tools were listed last. */
  #wholeAt: number | undefined

  /** Whether all tools have been listed since the last change. */
  get isWhole(): boolean {
    return this.#wholeAt === this.changes
  }

  /** Whether what is known of a tool holds, as far as the server tells of changes: also that there is no such tool. */
  isKnown(name: string): boolean {
    return this.isWhole || (this.changes === 0 && this.digests.has(name))
  }

  /** Notices when the server says that its tools have changed. */
  hear({ from, method }: NotificationMessage): void {
    if (from === 'server' && method === 'notifications/tools/list_changed') this.changes += 1
  }

  /** Remembers the tools of one page; the last definition of a name holds. */
  remember(tools: readonly JsonValue[]): void {
    for (const tool of tools) {
      const name = isJsonObject(tool) ? tool['name'] : undefined
      if (!isJsonObject(tool) || typeof name !== 'string') continue
      const digest = definitionDigest(tool)
      if (digest === undefined || (this.digests.size >= LIMITS.definitionsMax && !this.digests.has(name))) {
        this.digests.delete(name)
      } else this.digests.set(name, digest)
    }
  }

  /** Remembers these tools and no others: all that the server had when `changes` was this. */
  replace(tools: readonly JsonValue[], changes: number): void {
    this.digests.clear()
    this.remember(tools)
    this.#wholeAt = changes
  }
}

/** SHA-256 over the canonical form of what defines a tool; undefined when it has none, so that nothing equals it. */
export function definitionDigest(tool: JsonObject): string | undefined {
  const defining = DEFINING.flatMap((key) => (tool[key] === undefined ? [] : [[key, tool[key]] as const]))
  try {
    return hash('sha256', canonicalJson(Object.fromEntries(defining)))
  } catch {
    return undefined
  }
}
