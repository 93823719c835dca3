import { jsoncValue } from './jsonc/jsonc-value.ts'
import { readJsonc } from './jsonc/read-jsonc.ts'
import type { SyntaxNode } from './syntax-node.ts'
import { readToml } from './toml/read-toml.ts'
import { tomlValue } from './toml/toml-value.ts'
import type { ConfigValue } from './value/config-value.ts'
import { readYaml } from './yaml/read-yaml.ts'
import { yamlValue } from './yaml/yaml-value.ts'

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
