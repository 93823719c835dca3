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
import { LIMITS } from '../limits.ts'
import { APPROVER_RIGHTS } from './approver.ts'
import { APPROVER_KEYS, APPROVERS_KEYS } from './approvers-keys.ts'
import type { ConfiguredApprover } from './authenticate-approvers.ts'

/** The approvers of a file, or every problem that keeps it from being used. */
export type ReadApprovers =
  | { readonly ok: true; readonly approvers: readonly ConfiguredApprover[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Reads a file of approvers (YAML, JSON, TOML or an object); never throws for what a file says. */
export function readApprovers(source: Source): ReadApprovers {
  const found: Diagnostic[] = []
  const { report, node } = readSource(source, 'APPROVERS', found)
  const map =
    node && readMap(node, report, { keys: APPROVERS_KEYS, what: 'a file of approvers', file: 'approvers' })
  const known = new Set<string>()
  const read: Read<ConfiguredApprover> = (one, into) => readApprover(one, into, known)
  const approvers = map?.required('approvers', readList(read, { min: 1, max: LIMITS.approversMax }))
  return approvers === undefined || report.errors > 0
    ? { ok: false, diagnostics: found }
    : { ok: true, approvers }
}

function readApprover(node: Node, report: Report, known: Set<string>): ConfiguredApprover | undefined {
  const map = readMap(node, report, { keys: APPROVER_KEYS, what: 'an approver' })
  if (map === undefined) return undefined
  const id = map.required('id', once(readName, known, 'id'))
  const tokenSha256 = map.required('token_sha256', once(readDigest, known, 'token_sha256'))
  const groups = map.optional('groups', readList(readName)) ?? []
  const roles = map.optional('roles', readList(readName)) ?? []
  const rights = map.optional('rights', readList(readOneOf(APPROVER_RIGHTS))) ?? []
  return id === undefined || tokenSha256 === undefined
    ? undefined
    : { id, tokenSha256, groups, roles, rights }
}

const readDigest: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  // What stands there may be the token itself, so it is not repeated.
  return report.add(
    'APPROVERS_BAD_DIGEST',
    node,
    '`token_sha256` is not 64 hexadecimal digits; refusing the file',
  )
}

/** Two approvers of one name could not be told apart, and of two with one token neither. */
function once(read: Read<string>, known: Set<string>, key: string): Read<string> {
  return (node, report) => {
    const value = read(node, report)
    if (value === undefined) return undefined
    if (known.has(`${key} ${value}`))
      return report.add(
        'APPROVERS_DUPLICATE',
        node,
        `another approver has the same \`${key}\`; refusing the file`,
      )
    known.add(`${key} ${value}`)
    return value
  }
}
