import { readMap, type Read } from '../document/map-reader.ts'
import type { Node } from '../document/node.ts'
import { readList, readName, readOneOf, readText } from '../document/read-scalar.ts'
import type { Report } from '../document/report.ts'
import { readSource, type Source } from '../document/source-document.ts'
import { LIMITS } from '../limits.ts'
import { freeze } from '../policy/freeze.ts'
import type { Diagnostic } from '../policy.ts'
import { APPROVER_KEYS, APPROVERS_KEYS } from './approvers-keys.ts'

/** Someone who may review, as a file of approvers lists them. */
export interface ListedApprover<Right extends string> {
  readonly id: string
  /** 64 hexadecimal digits in lower case. */
  readonly tokenSha256: string
  readonly groups: readonly string[]
  readonly roles: readonly string[]
  readonly rights: readonly Right[]
}

/** The approvers of a file, or every problem that keeps it from being used. */
export type ReadApprovers<Right extends string> =
  | { readonly ok: true; readonly approvers: readonly ListedApprover<Right>[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/**
 * Reads a file of approvers (YAML, JSON, TOML or an object); never throws for what a file says.
 * @param rights the rights that there are
 */
export function readApprovers<const Right extends string>(
  source: Source,
  rights: readonly Right[],
): ReadApprovers<Right> {
  const found: Diagnostic[] = []
  const { report, node } = readSource(source, 'APPROVERS', found)
  const map = node && readMap(node, report, { keys: APPROVERS_KEYS, what: 'a file of approvers' })
  const known = new Set<string>()
  const read: Read<ListedApprover<Right>> = (one, into) => readApprover(one, into, { rights, known })
  const approvers = map?.required('approvers', readList(read, { min: 1, max: LIMITS.approversMax }))
  if (approvers === undefined || report.errors > 0) return { ok: false, diagnostics: freeze(found) }
  return { ok: true, approvers: freeze(approvers) }
}

function readApprover<Right extends string>(
  node: Node,
  report: Report,
  { rights, known }: { readonly rights: readonly Right[]; readonly known: Set<string> },
): ListedApprover<Right> | undefined {
  const map = readMap(node, report, { keys: APPROVER_KEYS, what: 'an approver' })
  if (map === undefined) return undefined
  const id = map.required('id', once(readName, known, 'id'))
  const tokenSha256 = map.required('token_sha256', once(readDigest, known, 'token_sha256'))
  const groups = map.optional('groups', readList(readName)) ?? []
  const roles = map.optional('roles', readList(readName)) ?? []
  const held = map.optional('rights', readList(readOneOf(rights))) ?? []
  return id === undefined || tokenSha256 === undefined
    ? undefined
    : { id, tokenSha256, groups, roles, rights: held }
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
