import type { Node } from '../../document/node.ts'
import type { MapReader, Read } from '../../document/map-reader.ts'
import { kindOf } from '../../document/map-reader.ts'
import { readList, readNumber, readOneOf, readText } from '../../document/read-scalar.ts'
import { toJson } from '../../document/to-json.ts'
import type { JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import { absolutePathProblem } from '../../readings/path/absolute-path.ts'
import { expandPathGlobs } from '../../readings/path/expand-path-globs.ts'
import { pathGlobsProblem } from '../../readings/path/path-globs.ts'
import { expandHosts } from '../../readings/url/private-hosts.ts'
import { hostPatternProblem } from '../../readings/url/host-pattern.ts'
import { parseRegex } from '../../match/regex.ts'
import type { OperandKind } from '../../operators.ts'
import { SECRET_KINDS } from '../../readings/secret/secret-kind.ts'
import { readAddressPattern } from './address-pattern.ts'
import { readMoneyOperand } from './money-operand.ts'
import { readShellGrant } from './shell-operand.ts'
import { readSqlGrant } from './sql-operand.ts'

/** The value of a condition: absent where the operator takes none, or where it needs none. */
export function readValue(map: MapReader, kind: OperandKind): JsonValue | undefined {
  if (kind === 'ignored' || (kind === 'secret_kinds' && !map.has('value'))) return null
  return map.required('value', readOperand(kind))
}

/** Reads the operand of an operator; lists of paths and hosts may be written as one text and become lists. */
function readOperand(kind: Exclude<OperandKind, 'ignored'>): Read<JsonValue> {
  switch (kind) {
    case 'json':
      return toJson
    case 'json_list':
      return readList<JsonValue>(toJson)
    case 'string':
      return readText
    case 'string_or_list':
      return readOneOrList(readText)
    case 'number':
      return readNumber
    case 'regex':
      return readRegex
    case 'absolute_paths':
      return readOneOrList(readAbsolutePath)
    case 'path_globs':
      return readPathGlobs
    case 'secret_kinds':
      return readOneOrList(readSecretKind)
    case 'shell_grant':
      return readShellGrant
    case 'sql_grant':
      return readSqlGrant
    case 'hosts':
      return readHosts
    case 'addresses':
      return readOneOrList(readAddressPattern)
    case 'money_bounds':
      return readMoneyOperand
  }
}

/** A regular expression, checked and kept as text. */
export const readRegex: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  if (text.length > LIMITS.regexCharsMax)
    return report.shared('TOO_LARGE', node, `the regex is over ${LIMITS.regexCharsMax} characters`)
  const parsed = parseRegex(text)
  if (parsed.ok) return text
  return report.add(
    'POLICY_BAD_REGEX',
    node,
    `the regex \`${text}\` does not parse: ${parsed.problem}; refusing the policy`,
  )
}

function readOneOrList(read: Read<string>): Read<readonly string[]> {
  const list = readList(read, { min: 1 })
  return (node, report) => {
    if (node.kind === 'list') return list(node, report)
    if (!isText(node))
      return report.shared(
        'WRONG_TYPE',
        node,
        `\`value\` must be text or a list of texts, not ${kindOf(node)}`,
      )
    const text = read(node, report)
    return text === undefined ? undefined : [text]
  }
}

function isText(node: Node): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string'
}

const readAbsolutePath: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  const problem = absolutePathProblem(text)
  return problem === undefined ? text : report.add('POLICY_BAD_PATH', node, `${problem}; refusing the policy`)
}

/** Path globs, with each built-in list in place of its name: what a list holds is part of what a rule means. */
export const readPathGlobs: Read<readonly string[]> = (node, report) => {
  const texts = readOneOrList(readPathGlob)(node, report)
  if (texts === undefined) return undefined
  const problem = pathGlobsProblem(texts)
  if (problem !== undefined) return report.add('POLICY_BAD_PATH', node, `${problem}; refusing the policy`)
  return expandPathGlobs(texts)
}

/** One glob; that a list has only exceptions shows when it is read whole. */
const readPathGlob: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  const problem = pathGlobsProblem(text.startsWith('!') ? ['**', text] : [text])
  return problem === undefined ? text : report.add('POLICY_BAD_PATH', node, `${problem}; refusing the policy`)
}

/** Hosts, with each built-in list in place of its name. */
const readHosts: Read<readonly string[]> = (node, report) => {
  const texts = readOneOrList(readHost)(node, report)
  return texts && expandHosts(texts)
}

const readHost: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined) return undefined
  const problem = hostPatternProblem(text)
  return problem === undefined ? text : report.add('POLICY_BAD_HOST', node, `${problem}; refusing the policy`)
}

/** A kind of secret by any of its names. */
const readSecretKind: Read<string> = (node, report) => {
  const name = readOneOf(SECRET_KINDS.flatMap(({ names }) => names))(node, report)
  return SECRET_KINDS.find(({ names }) => name !== undefined && names.includes(name))?.kind
}
