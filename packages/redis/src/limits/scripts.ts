import { scriptOf, type Script } from '../evaluate.ts'
import { LUA_TEXTS } from './lua-texts.ts'

/** Opens the store, or begins it. */
export const BEGIN = named('begin')
export const COUNT = named('count')
export const SETTLE = named('settle')
export const LIST = named('list')
export const FORGET = named('forget')

function named(name: string): Script {
  const [head, text] = [LUA_TEXTS.get('series'), LUA_TEXTS.get(name)]
  if (head === undefined || text === undefined) throw new Error(`there is no script \`${name}\``)
  return scriptOf(`${head}\n${text}`)
}
