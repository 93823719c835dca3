import type { SyntaxNode } from '../formats/syntax-node.ts'
import { valueAt } from '../formats/value/change-value.ts'
import type { ConfigPath, ConfigValue } from '../formats/value/config-value.ts'
import type { OpenConfig } from './open-config.ts'
import type { Server } from './read-server.ts'

/** Where an entry sets variables. */
export interface VariablesSite {
  readonly key: string
  readonly path: ConfigPath
  readonly node: SyntaxNode
  /** What they mean, by name; of a list, whatever stands before `=`. */
  readonly value: ReadonlyMap<string, ConfigValue>
}

/** Every place at which the entry of a server sets variables. */
export function readVariables(config: OpenConfig, server: Server): readonly VariablesSite[] {
  return server.variables.map(({ path, member }) => ({
    key: member.key,
    path: [...path, member.key],
    node: member.value,
    value: namesOf(valueAt(config.value, [...path, member.key])),
  }))
}

function namesOf(value: ConfigValue | undefined): ReadonlyMap<string, ConfigValue> {
  if (value instanceof Map) return value
  const items: readonly ConfigValue[] = Array.isArray(value) ? value : []
  const texts = items.filter((item) => typeof item === 'string')
  return new Map(texts.map((text) => [text.replace(/=.*/s, ''), text]))
}
