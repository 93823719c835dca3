import type { ConfigMap, ConfigValue } from '../../formats/value/config-value.ts'
import { isHookCommand } from './hook-command.ts'

/** Keys under which clients take the command of a hook. */
const COMMAND_KEYS = ['command', 'bash', 'powershell']

/** The commands that an entry of a list of hooks starts. */
export function commandsOf(entry: ConfigValue): readonly string[] {
  if (!isMap(entry)) return []
  const own = COMMAND_KEYS.map((key) => entry.get(key)).filter((value) => typeof value === 'string')
  const inner = entry.get('hooks')
  return [...own, ...(Array.isArray(inner) ? inner.flatMap(commandsOf) : [])]
}

/** Whether an entry starts Kvlar and nothing else. */
export function isOurs(entry: ConfigValue): boolean {
  const commands = commandsOf(entry)
  return commands.length > 0 && commands.every(isHookCommand)
}

/** The lists of hooks of a configuration, by event. */
export function hookLists(value: ConfigValue): ReadonlyMap<string, readonly ConfigValue[]> {
  const hooks = isMap(value) ? value.get('hooks') : undefined
  if (!isMap(hooks)) return new Map()
  return new Map([...hooks].flatMap(([event, list]) => (Array.isArray(list) ? [[event, list]] : [])))
}

/**
 * What a configuration means without our hooks, without what is empty for want of them, and without the number of its
 * format, which says nothing by itself.
 */
export function withoutHooks(value: ConfigValue): ConfigValue {
  if (!isMap(value)) return value
  const rest = new Map(value)
  if (typeof rest.get('version') === 'number') rest.delete('version')
  const hooks = rest.get('hooks')
  if (!isMap(hooks)) return rest
  const left = [...hooks].flatMap(([event, list]): [string, ConfigValue][] => {
    if (!Array.isArray(list)) return [[event, list]]
    const others = list.filter((entry) => !isOurs(entry))
    return others.length === 0 ? [] : [[event, others]]
  })
  if (left.length === 0) rest.delete('hooks')
  else rest.set('hooks', new Map(left))
  return rest
}

export function isMap(value: ConfigValue | undefined): value is ConfigMap {
  return value instanceof Map
}
