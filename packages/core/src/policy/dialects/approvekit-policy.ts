import { DEFAULT_APPROVAL_TERMS } from '../../approval-terms.ts'
import { readMap, type MapReader, type Read } from '../../document/map-reader.ts'
import type { Node } from '../../document/node.ts'
import { readBoolean, readList, readName, readOneOf } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { LIMITS } from '../../limits.ts'
import { RISK_LEVELS, type Effect, type Match } from '../../rule.ts'
import { APPROVEKIT_POLICY_KEYS, APPROVEKIT_RULE_KEYS } from './approvekit-keys.ts'
import type { DeclaredPolicy, DeclaredRule } from './declared-policy.ts'
import { readDuration } from '../rules/duration.ts'
import { readRedactFields } from '../rules/kvlar-effect.ts'
import { policyNameOf } from './policy-name.ts'
import { DEFAULT_PRIORITY } from '../rules/priority.ts'

const ANY_TOOL = '*'

/** Reads a policy of ApproveKit's format; what no rule names is denied, where ApproveKit ran it. */
export function readApproveKitPolicy(
  node: Node,
  report: Report,
  hints: readonly string[],
): DeclaredPolicy | undefined {
  const map = readMap(node, report, { keys: APPROVEKIT_POLICY_KEYS, what: 'an ApproveKit policy', hints })
  if (map === undefined) return undefined
  const defaultTimeoutMs = map.optional('default_timeout', readDuration) ?? DEFAULT_APPROVAL_TERMS.timeoutMs
  const name = policyNameOf(report.file)
  const rules = map.required('rules', readList(readRule(name, defaultTimeoutMs), { max: LIMITS.rulesMax }))
  if (rules === undefined) return undefined
  const named = rules.filter(({ rule }) => rule.match.resources !== undefined)
  const others = rules.filter(({ rule }) => rule.match.resources === undefined)
  if (others.length === 0)
    report.add('POLICY_NO_CATCH_ALL', node, 'no rule is for `*`: tools that no rule names are denied')
  return { name, dialect: 'approvekit', rules: [...named, ...others], extends: [] }
}

function readRule(policy: string, defaultTimeoutMs: number): Read<DeclaredRule> {
  return (node, report) => {
    const map = readMap(node, report, { keys: APPROVEKIT_RULE_KEYS, what: 'a rule' })
    if (map === undefined) return undefined
    const tool = map.required('tool', readTool)
    const effect = readEffect(map, report, { tool: tool ?? '', defaultTimeoutMs })
    if (tool === undefined) return undefined
    return {
      idPlace: map.node.entries.get('tool')?.value.place ?? node.place,
      rule: {
        id: `tool:${tool}`,
        policy,
        origin: report.origin(node.place),
        priority: DEFAULT_PRIORITY,
        effect,
        match: matchOf(tool),
      },
    }
  }
}

/** ApproveKit knows tools only, so its rules cover tool calls only. */
function matchOf(tool: string): Match {
  const actionTypes = ['tool_call'] as const
  return tool === ANY_TOOL ? { actionTypes } : { actionTypes, resources: [{ kind: 'exact', text: tool }] }
}

const readTool: Read<string> = (node, report) => {
  const tool = readName(node, report)
  if (tool === undefined || tool === ANY_TOOL || !tool.includes('*')) return tool
  return report.shared(
    'BAD_VALUE',
    node,
    `\`${tool}\` would never match: \`*\` stands alone here, names are exact`,
  )
}

function readEffect(
  map: MapReader,
  report: Report,
  { tool, defaultTimeoutMs }: { readonly tool: string; readonly defaultTimeoutMs: number },
): Effect {
  const asks = map.optional('require_approval', readBoolean) ?? false
  const isAutomatic = map.optional('auto_approve', readBoolean) ?? false
  const timeoutMs = map.optional('timeout', readDuration) ?? defaultTimeoutMs
  const common = {
    riskLevel: map.optional('risk_level', readOneOf(RISK_LEVELS)) ?? 'low',
    redactFields: map.optional('redact_fields', readRedactFields) ?? [],
  } as const
  if (asks && isAutomatic)
    report.add(
      'POLICY_CONTRADICTION',
      map.node,
      `\`${tool}\` says both; \`auto_approve\` holds, so nobody is asked`,
    )
  if (!asks || isAutomatic) return { type: 'allow', ...common }
  const reason =
    tool === ANY_TOOL ? 'a tool without a rule of its own needs approval' : `\`${tool}\` needs approval`
  return { type: 'require_approval', reason, ...common, approval: { ...DEFAULT_APPROVAL_TERMS, timeoutMs } }
}
