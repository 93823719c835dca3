import { scriptOf, type Script } from '../evaluate.ts'
import { LUA_TEXTS } from '../lua-texts.ts'

/** A script on a store: what all of them begin with, and then these, one behind the other. */
export function storeScript(...names: readonly string[]): Script {
  return scriptOf(['store/step', ...names].map(textOf).join('\n'))
}

function textOf(name: string): string {
  const text = LUA_TEXTS.get(name)
  if (text === undefined) throw new Error(`there is no script \`${name}\``)
  return text
}
