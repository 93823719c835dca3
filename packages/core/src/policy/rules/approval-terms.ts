import { DEFAULT_APPROVAL_TERMS, type ApprovalTerms, type EscalationStep } from '../../approval-terms.ts'
import { readMap, type Read } from '../../document/map-reader.ts'
import { readBoolean, readInteger, readList, readName, readText } from '../../document/read-scalar.ts'
import { LIMITS } from '../../limits.ts'
import { parseDuration, readDuration } from './duration.ts'
import { readFieldPathText } from './field-path.ts'
import { APPROVAL_KEYS, ESCALATION_KEYS } from './kvlar-keys.ts'

/** Reads `effect.approval`; keys that are absent take the defaults. */
export const readApprovalTerms: Read<ApprovalTerms> = (node, report) => {
  const map = readMap(node, report, { keys: APPROVAL_KEYS, what: '`approval`' })
  if (map === undefined) return undefined
  const defaults = DEFAULT_APPROVAL_TERMS
  const terms: ApprovalTerms = {
    timeoutMs: map.optional('timeout', readDuration) ?? defaults.timeoutMs,
    executeWithinMs: map.optional('execute_within', readDuration) ?? defaults.executeWithinMs,
    approvers: map.optional('approvers', readPeople) ?? defaults.approvers,
    quorum: map.optional('quorum', readInteger(1, LIMITS.quorumMax)) ?? defaults.quorum,
    allowSelf: map.optional('allow_self', readBoolean) ?? defaults.allowSelf,
    requireNote: map.optional('require_note', readBoolean) ?? defaults.requireNote,
    grants: map.optional('grants', readBounded(readGrant)) ?? defaults.grants,
    editable: map.optional('editable', readBounded(readFieldPathText)) ?? defaults.editable,
    escalate: map.optional('escalate', readBounded(readEscalation)) ?? defaults.escalate,
    channels: map.optional('channels', readBounded(readName)) ?? defaults.channels,
    digestExclude: map.optional('digest_exclude', readBounded(readFieldPathText)) ?? defaults.digestExclude,
  }
  const pool = new Set([...terms.approvers, ...terms.escalate.flatMap(({ to }) => to)])
  if (
    terms.approvers.length > 0 &&
    pool.size < terms.quorum &&
    [...pool].every((who) => who.startsWith('user:'))
  )
    report.add(
      'POLICY_QUORUM_UNREACHABLE',
      node,
      `${terms.quorum} people must approve, but only ${pool.size} may; every such call will expire`,
    )
  return terms
}

function readBounded<T>(read: Read<T>): Read<readonly T[]> {
  return readList(read, { min: 1, max: LIMITS.approvalListMax })
}

const readPerson: Read<string> = (node, report) => {
  const text = readName(node, report)
  if (text === undefined || /^(?:user|group|role):\S/.test(text)) return text
  return report.shared(
    'BAD_VALUE',
    node,
    `\`${text}\` must be \`user:<id>\`, \`group:<name>\` or \`role:<name>\``,
  )
}

const readPeople = readBounded(readPerson)

const readGrant: Read<string> = (node, report) => {
  const text = readText(node, report)
  if (text === undefined || text === 'once' || text === 'session') return text
  if (/[smhd]$/.test(text) && parseDuration(text) !== undefined) return text
  return report.shared(
    'BAD_VALUE',
    node,
    `\`${text}\` must be \`once\`, \`session\` or a duration such as \`1h\``,
  )
}

const readEscalation: Read<EscalationStep> = (node, report) => {
  const map = readMap(node, report, { keys: ESCALATION_KEYS, what: 'an escalation step' })
  const afterMs = map?.required('after', readDuration)
  const to = map?.required('to', readPeople)
  return afterMs === undefined || to === undefined ? undefined : { afterMs, to }
}
