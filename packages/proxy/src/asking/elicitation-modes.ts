import { isJsonObject, type JsonValue } from '@kvlar/core/json'

/** Which questions a client can put to its user. */
export interface ElicitationModes {
  readonly form: boolean
  readonly url: boolean
}

/** What a client's capabilities say of elicitation: without modes, forms are meant (MCP 2025-11-25, elicitation). */
export function elicitationModes(capabilities: JsonValue | undefined): ElicitationModes | undefined {
  const declared = isJsonObject(capabilities) ? capabilities['elicitation'] : undefined
  if (!isJsonObject(declared)) return undefined
  const url = isJsonObject(declared['url'])
  return { form: isJsonObject(declared['form']) || !url, url }
}
