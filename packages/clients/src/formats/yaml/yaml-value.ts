import { parse } from 'yaml'
import type { ConfigValue } from '../value/config-value.ts'
import { toConfigValue } from '../value/to-config-value.ts'

/** What a YAML 1.2 document means. */
export function yamlValue(text: string): ConfigValue {
  return toConfigValue(
    parse(text, { mapAsMap: true, prettyErrors: false, logLevel: 'error', uniqueKeys: false }),
  )
}
