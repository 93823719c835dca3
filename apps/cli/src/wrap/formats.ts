import type { ConfigValue } from './config-value.ts'
import { jsoncValue } from './jsonc-value.ts'
import { readJsonc } from './read-jsonc.ts'
import { readToml } from './read-toml.ts'
import { readYaml } from './read-yaml.ts'
import type { SyntaxNode } from './syntax-node.ts'
import { tomlValue } from './toml-value.ts'
import { yamlValue } from './yaml-value.ts'

export type ConfigFormat = 'jsonc' | 'toml' | 'yaml'

/** What is particular to a format. */
export interface FormatRow {
  /** The text as positions; assumes that `value` accepted it. */
  readonly read: (text: string) => SyntaxNode
  /** The text as meaning; throws when it does not parse. */
  readonly value: (text: string) => ConfigValue
  /** A member as it is written: `key` is a bare word, `value` a literal. */
  readonly member: (key: string, value: string) => string
}

export const FORMATS: Readonly<Record<ConfigFormat, FormatRow>> = {
  jsonc: { read: readJsonc, value: jsoncValue, member: (key, value) => `"${key}": ${value}` },
  toml: { read: readToml, value: tomlValue, member: (key, value) => `${key} = ${value}` },
  yaml: { read: readYaml, value: yamlValue, member: (key, value) => `${key}: ${value}` },
}
