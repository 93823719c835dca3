import { DEFAULT_APPROVAL_TERMS } from '../../approval-terms.ts'
import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type MapReader, type Read } from '../../document/map-reader.ts'
import { readList, readName, readOneOf, readText } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { EFFECT_TYPES, RISK_LEVELS, type Effect, type EffectType } from '../../rule.ts'
import { readApprovalTerms } from './approval-terms.ts'
import { readDuration } from './duration.ts'
import { EFFECT_KEYS } from './kvlar-keys.ts'

/** Argument names or paths; they are compared with key names, so any name will do. */
export const readRedactFields: Read<readonly string[]> = readList(readName)

/** What agents and reviewers are told. */
const readReason: Read<string> = (node, report) => {
  const text = readText(node, report)
  return text?.trim() === ''
    ? report.shared('BAD_VALUE', node, '`reason` is empty; say what the agent should do')
    : text
}

/** What to write for an effect that was given as its type alone. */
const EFFECT_EXAMPLES: Readonly<Record<Effect['type'], string>> = {
  allow: 'write `effect: { type: allow }`',
  deny: 'write `effect: { type: deny, reason: … }`, with what the agent is told',
  require_approval: 'write `effect: { type: require_approval, reason: … }`, with what people are told',
}

/** What the agent is told to do instead. */
function readSuggestion(type: EffectType | undefined): Read<string> {
  return (node, report) => {
    const text = readText(node, report)
    if (text?.trim() === '') return report.shared('BAD_VALUE', node, '`suggestion` is empty')
    if (type !== 'allow') return text
    const message = '`suggestion` has no meaning with `type: allow`; nobody would be told'
    return report.shared('BAD_VALUE', node, message, 'remove it')
  }
}

/** Reads `effect` of the Kvlar dialect. */
export const readKvlarEffect: Read<Effect> = (node, report) => {
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    const type = EFFECT_TYPES.find((known) => known === node.value)
    const written = type === undefined ? undefined : EFFECT_EXAMPLES[type]
    return report.shared('WRONG_TYPE', node, '`effect` must be a map, not text', written)
  }
  const map = readMap(node, report, { keys: EFFECT_KEYS, what: '`effect`' })
  if (map === undefined) return undefined
  const type = map.required('type', readOneOf(EFFECT_TYPES))
  const reason =
    type === undefined || type === 'allow'
      ? map.optional('reason', readReason)
      : map.required('reason', readReason)
  const suggestion = map.optional('suggestion', readSuggestion(type))
  const riskLevel = map.optional('risk_level', readOneOf(RISK_LEVELS))
  const redactFields = map.optional('redact_fields', readRedactFields) ?? []
  const approval = readAsking(map, report)
  if (type === undefined) return undefined
  if (type !== 'require_approval') refuseAsking(map, type, report)
  return dropUndefined({
    type,
    reason,
    suggestion,
    riskLevel,
    redactFields,
    ...(type === 'require_approval' ? { approval } : {}),
  })
}

function readAsking(map: MapReader, report: Report) {
  const terms = map.optional('approval', readApprovalTerms) ?? DEFAULT_APPROVAL_TERMS
  const timeoutMs = map.optional('timeout', readDuration)
  const block = map.node.entries.get('approval')?.value
  const entry = map.node.entries.get('timeout')
  if (entry !== undefined && block?.kind === 'map' && block.entries.has('timeout'))
    report.shared(
      'BAD_VALUE',
      entry.keyPlace,
      '`timeout` is written twice: here and in `approval`',
      'keep one of them',
    )
  return timeoutMs === undefined ? terms : { ...terms, timeoutMs }
}

function refuseAsking(map: MapReader, type: string, report: Report): void {
  for (const key of ['approval', 'timeout']) {
    const entry = map.node.entries.get(key)
    if (entry === undefined) continue
    const help = 'remove it, or make the type `require_approval`'
    report.shared(
      'BAD_VALUE',
      entry.keyPlace,
      `\`${key}\` has no meaning with \`type: ${type}\`; nobody would be asked`,
      help,
    )
  }
}
