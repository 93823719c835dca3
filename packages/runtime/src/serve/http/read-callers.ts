import type { Diagnostic } from '@kvlar/core'
import {
  readList,
  readMap,
  readName,
  readOneOf,
  readSource,
  readText,
  type Node,
  type Read,
  type Report,
  type Source,
} from '@kvlar/core/document'
import { SCOPES, type Scope } from '../method.ts'
import { CALLER_KEYS, CALLERS_KEYS } from './callers-keys.ts'

/** A program that may ask over HTTP, and what. */
export interface ConfiguredCaller {
  readonly id: string
  /** SHA-256 of its token, 64 hexadecimal digits: the token itself is kept nowhere. */
  readonly tokenSha256: string
  readonly scopes: readonly Scope[]
  /** `kind:id`, with `*` at the end for all that begin so. */
  readonly subjects: readonly string[]
  readonly roles: readonly string[]
}

const CALLERS_MAX = 1000

/** The callers of a file, or every problem that keeps it from being used. */
export type ReadCallers =
  | { readonly ok: true; readonly callers: readonly ConfiguredCaller[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Reads a file of callers (YAML, JSON, TOML); never throws for what a file says. */
export function readCallers(source: Source): ReadCallers {
  const found: Diagnostic[] = []
  const { report, node } = readSource(source, 'CONFIG', found)
  const map =
    node && readMap(node, report, { keys: CALLERS_KEYS, what: 'a file of callers', file: 'callers' })
  const known = new Set<string>()
  const read: Read<ConfiguredCaller> = (one, into) => readCaller(one, into, known)
  const callers = map?.required('callers', readList(read, { min: 1, max: CALLERS_MAX }))
  return callers === undefined || report.errors > 0
    ? { ok: false, diagnostics: found }
    : { ok: true, callers }
}

function readCaller(node: Node, report: Report, known: Set<string>): ConfiguredCaller | undefined {
  const map = readMap(node, report, { keys: CALLER_KEYS, what: 'a caller' })
  if (map === undefined) return undefined
  const id = map.required('id', once(readName, known, 'id'))
  const tokenSha256 = map.required('token_sha256', once(readDigest, known, 'token_sha256'))
  const scopes = map.optional('scopes', readList(readOneOf(SCOPES))) ?? ['evaluate']
  const subjects = map.optional('subjects', readList(readSubject)) ?? []
  const roles = map.optional('roles', readList(readName)) ?? []
  return id === undefined || tokenSha256 === undefined
    ? undefined
    : { id, tokenSha256, scopes, subjects, roles }
}

const readDigest: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  // What stands there may be the token itself, so it is not repeated.
  return report.shared('BAD_VALUE', node, '`token_sha256` is not 64 hexadecimal digits; refusing the file')
}

const readSubject: Read<string> = (node, report) => {
  const text = readName(node, report)
  if (text === undefined) return undefined
  const star = text.indexOf('*')
  if (text === '*' || (text.includes(':') && (star < 0 || star === text.length - 1))) return text
  return report.shared('BAD_VALUE', node, 'a subject is `kind:id`, `kind:*` or `*`; refusing the file')
}

/** Two callers of one name could not be told apart, and of two with one token neither. */
function once(read: Read<string>, known: Set<string>, key: string): Read<string> {
  return (node, report) => {
    const value = read(node, report)
    if (value === undefined) return undefined
    if (known.has(`${key} ${value}`))
      return report.shared('BAD_VALUE', node, `another caller has the same \`${key}\`; refusing the file`)
    known.add(`${key} ${value}`)
    return value
  }
}
