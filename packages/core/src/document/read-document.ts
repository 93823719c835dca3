import { LIMITS } from '../limits.ts'
import type { Node } from './node.ts'
import { readYaml } from './read-yaml.ts'
import type { Report } from './report.ts'

/** The formats a policy, configuration or test file can be written in. */
export type Format = 'yaml' | 'json' | 'toml'

const EXTENSIONS: ReadonlyMap<string, Format> = new Map([
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['json', 'json'],
  ['toml', 'toml'],
])

/** Reads a document of whichever format, or reports why it cannot be read. */
export function readDocument(text: string, report: Report): Node | undefined {
  const whole = { start: 0, end: 0, path: '' }
  // A bound in bytes, checked in code units: UTF-8 is never shorter.
  if (text.length > LIMITS.policyBytesMax)
    return report.shared('TOO_LARGE', whole, `the file is over ${LIMITS.policyBytesMax} bytes; refusing it`)
  return readYaml(text, report)
}

/** By extension and, failing that, by content. */
export function formatOf(file: string, text: string): Format {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase()
  const known = extension === undefined ? undefined : EXTENSIONS.get(extension)
  if (known !== undefined) return known
  return /^\s*[{[]/.test(text) ? 'json' : 'yaml'
}
