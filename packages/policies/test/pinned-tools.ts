import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The tools of one server as they were when the policy was written (`tools.json` beside a policy). */
export interface PinnedTools {
  /** The policy it is pinned for. */
  readonly policy: string
  readonly server: string
  readonly version: string
  /** How the names were learnt. */
  readonly seen: string
  /** SHA-256 over the canonical JSON of the definitions, sorted by name; only where the server was asked. */
  readonly digest?: string
  readonly tools: readonly string[]
}

export const POLICIES = join(import.meta.dirname, '..', 'policies')

/** Every pin. */
export function pinnedTools(): readonly PinnedTools[] {
  return readdirSync(POLICIES).flatMap((policy) => {
    const text = readOptional(join(POLICIES, policy, 'tools.json'))
    // A file of this repository, held to its shape by the tests that read it.
    return text === undefined ? [] : (JSON.parse(text) as PinnedTools[])
  })
}

function readOptional(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
