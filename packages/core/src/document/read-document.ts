import { LIMITS } from '../limits.ts'
import type { Node } from './node.ts'
import { readJsonDocument } from './json-document.ts'
import { readTomlDocument } from './toml-document.ts'
import { readYamlDocument } from './yaml-document.ts'
import type { Report } from './report.ts'

/** The formats a policy, configuration or test file can be written in. */
export type Format = 'yaml' | 'json' | 'toml'

const EXTENSIONS: ReadonlyMap<string, Format> = new Map([
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['json', 'json'],
  ['toml', 'toml'],
])

const READERS: Readonly<Record<Format, (text: string, report: Report) => Node | undefined>> = {
  yaml: readYamlDocument,
  json: readJsonDocument,
  toml: readTomlDocument,
}

/** Reads a document of the format, or reports why it cannot be read. */
export function readDocument(text: string, format: Format, report: Report): Node | undefined {
  const whole = { start: 0, end: 0, path: '' }
  // A bound in bytes, checked in code units: UTF-8 is never shorter.
  if (text.length > LIMITS.policyBytesMax)
    return report.shared('TOO_LARGE', whole, `the file is over ${LIMITS.policyBytesMax} bytes; refusing it`)
  if (format !== 'toml' && text.trim() === '') return report.shared('EMPTY', whole, 'the file is empty')
  return READERS[format](text, report)
}

/** By extension and, failing that, by the first line that says something. */
export function formatOf(file: string, text: string): Format {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase()
  const known = extension === undefined ? undefined : EXTENSIONS.get(extension)
  if (known !== undefined) return known
  const first = /^[ \t]*([^\s#].*)$/m.exec(text)?.[1] ?? ''
  if (first.startsWith('{')) return 'json'
  return /^(?:\[\[?[\w." -]+\]|[\w."-]+[ \t]*=)/.test(first) ? 'toml' : 'yaml'
}

/** Texts are read, and their places counted, without a byte-order mark. */
export function withoutBom(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}
