import { parseConfig, type ParsedConfig } from '../formats/parse-config.ts'
import { maskSecrets } from './mask-secrets.ts'
import { unifiedDiff } from './unified-diff.ts'

/** How a configuration changes, for people: a unified diff in which nothing can be read that looks like a secret. */
export function maskedDiff(config: ParsedConfig, after: string, path: string): string {
  const text = after.slice(config.byteOrderMark.length)
  const { root } = parseConfig(config.format, text, path)
  return unifiedDiff(maskSecrets(config), maskSecrets({ text, root }), { before: path, after: path })
}
