import { parse } from 'smol-toml'
import type { ConfigValue } from '../value/config-value.ts'
import { toConfigValue } from '../value/to-config-value.ts'

/** What a TOML 1.0 document means. */
export function tomlValue(text: string): ConfigValue {
  return toConfigValue(parse(text, { integersAsBigInt: true }))
}
