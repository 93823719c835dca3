import type { Engine } from '@kvlar/core'
import { plural } from '@kvlar/core/text'
import type { Identity } from '@kvlar/proxy'

/** How many tools a server has, and which of them no rule asks for by name. */
export interface ToolCount {
  readonly tools: number
  /** Only rules for everything decide their calls, or none: nobody has thought of these. */
  readonly unnamed: readonly string[]
}

export function countTools(
  names: readonly string[],
  engine: Pick<Engine, 'isNamed'>,
  identity: Identity,
): ToolCount {
  const unnamed = names.filter((resource) => !engine.isNamed({ type: 'tool_call', resource, ...identity }))
  return { tools: names.length, unnamed }
}

/** `47 tools, 12 without a rule of their own`. */
export function toolCountText(tools: number, unnamed: number): string {
  const all = plural(tools, 'tool')
  if (tools === 0) return 'no tools'
  if (unnamed === 0) return `${all}, ${tools === 1 ? 'with a rule' : 'each with a rule'} of its own`
  if (tools === 1) return `${all}, without a rule of its own`
  return `${all}, ${unnamed} without a rule of ${unnamed === 1 ? 'its' : 'their'} own`
}
