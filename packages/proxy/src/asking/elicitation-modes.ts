import type { JsonValue } from '@kvlar/core/json'
import { isObject } from '../is-object.ts'

/** Which questions a client can put to its user. */
export interface ElicitationModes {
  readonly form: boolean
  readonly url: boolean
}

/** What a client's capabilities say of elicitation: without modes, forms are meant (MCP 2025-11-25, elicitation). */
export function elicitationModes(capabilities: JsonValue | undefined): ElicitationModes | undefined {
  const declared = isObject(capabilities) ? capabilities['elicitation'] : undefined
  if (!isObject(declared)) return undefined
  const url = isObject(declared['url'])
  return { form: isObject(declared['form']) || !url, url }
}
