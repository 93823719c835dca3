import { TomlError } from 'smol-toml'
import { YAMLParseError } from 'yaml'
import { wrapError } from '../wrap-error.ts'
import { FORMATS, type ConfigFormat } from './formats.ts'
import { endOfTrivia } from './jsonc/end-of-trivia.ts'
import type { SyntaxNode } from './syntax-node.ts'
import { SyntaxProblem } from './syntax-problem.ts'
import type { ConfigValue } from './value/config-value.ts'

/** A client configuration, read twice: where things stand, and what they mean. */
export interface ParsedConfig {
  readonly format: ConfigFormat
  /** Without its byte-order mark; `root` counts from here. */
  readonly text: string
  readonly byteOrderMark: string
  readonly root: SyntaxNode
  readonly value: ConfigValue
}

/** Parses a configuration; one that is empty holds no servers, one that does not parse is a ConfigError. */
export function parseConfig(format: ConfigFormat, source: string, file: string): ParsedConfig {
  const byteOrderMark = source.startsWith('\ufeff') ? '\ufeff' : ''
  const text = source.slice(byteOrderMark.length)
  if (text.trim() === '' || (format === 'jsonc' && endOfTrivia(text, 0) === text.length)) {
    const root = { kind: 'object', members: [], start: 0, end: 0 } as const
    return { format, text, byteOrderMark, root, value: new Map() }
  }
  const row = FORMATS[format]
  try {
    // JSON's own parser says where something is wrong less well than our reader, so the reader goes first there.
    const early = format === 'jsonc' ? row.read(text) : undefined
    const value = row.value(text)
    return { format, text, byteOrderMark, value, root: early ?? row.read(text) }
  } catch (error) {
    throw wrapError(
      'WRAP_SYNTAX_INVALID',
      `\`${file}\` does not parse: ${reasonOf(error)}; leaving it as it is`,
      {
        file,
        help: 'it may be half written, or hold a typing error: repair it, then run the command again',
        at: { text, offset: offsetOf(error, text) },
        cause: error,
      },
    )
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply, or a string in it is too long'
  if (error instanceof TomlError) return firstLine(error.message.replace(/^Invalid TOML document: /, ''))
  return error instanceof Error ? firstLine(error.message) : 'unknown reason'
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/\.$/, '')
}

function offsetOf(error: unknown, text: string): number {
  if (error instanceof SyntaxProblem) return error.offset
  if (error instanceof YAMLParseError) return error.pos[0]
  if (!(error instanceof TomlError)) return 0
  const lines = text.split('\n').slice(0, error.line - 1)
  return lines.reduce((sum, line) => sum + line.length + 1, 0) + error.column - 1
}
