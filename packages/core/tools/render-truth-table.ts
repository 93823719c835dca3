import {
  agentPrincipal,
  createEngine,
  isFieldsOperator,
  OPERATORS,
  type Condition,
  type EffectType,
  type Operator,
  type Rule,
} from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { SPECIAL_SAMPLES, OPERATOR_SAMPLES, type OperatorSample } from './operator-samples.ts'

const HEAD = `# The truth of each operator

What a test of the field \`f\` is for what the call has there, and what a rule with this one condition does then. Written by the engine itself (\`node packages/core/tools/write-truth-table.ts\`); a test holds that it is current. The rules behind it stand in [policy-language.md](policy-language.md#absence-and-type).

An error counts as a match in \`deny\` and \`require_approval\` rules and as no match in \`allow\` rules. The last column is the truth under \`not\`, which is not always the opposite: what is absent cannot make a negated test true.
`

/** Renders \`docs/truth-table.md\`. */
export function renderTruthTable(): string {
  const samples = OPERATORS.map(({ operator }) => [operator, OPERATOR_SAMPLES[operator]] as const)
  return [HEAD, ...[...samples, ...SPECIAL_SAMPLES].map(renderOperator)].join('\n')
}

function renderOperator([operator, sample]: readonly [Operator, OperatorSample]): string {
  const { operand } = sample
  const shown = operator.endsWith('exists') ? '' : ` \`${JSON.stringify(operand)}\``
  const head = ['`f` is', 'for example', 'truth', 'allow', 'deny', 'approval', 'under `not`']
  const rows = casesOf(sample).map((sampled) => rowOf(conditionOf(operator, operand), sampled))
  return `## \`${operator}\`${shown}\n\n${renderTable([head, ...rows])}`
}

function conditionOf(operator: Operator, value: JsonValue): Condition {
  const path = { text: 'f', segments: [{ kind: 'key', key: 'f' }] } as const
  return isFieldsOperator(operator)
    ? { kind: 'fields', paths: [path], operator, value, origin: ORIGIN }
    : { kind: 'field', path, operator, value, origin: ORIGIN }
}

interface Case {
  readonly name: string
  readonly parameters: JsonObject
}

function casesOf({ fitting, unfitting, other, sameText }: OperatorSample): readonly Case[] {
  const f = (name: string, value: JsonValue): Case => ({ name, parameters: { f: value } })
  return [
    { name: 'absent', parameters: {} },
    f('null', null),
    ...(fitting === null ? [] : [f('of the type asked for, fitting', fitting)]),
    f('of the type asked for, not fitting', unfitting),
    f('a list', [other]),
    f('a list that holds it', [fitting]),
    f('an object that holds it', { x: fitting }),
    f('a list that holds it, as text', JSON.stringify([fitting])),
    f('of another type', other),
    ...(sameText === undefined ? [] : [f('of another type, with equal text', sameText)]),
  ]
}

function rowOf(condition: Condition, { name, parameters }: Case): readonly string[] {
  const does = (effect: EffectType, word: string) => (matches(effect, condition, parameters) ? word : '–')
  return [
    name,
    'f' in parameters ? `\`${JSON.stringify(parameters['f'])}\`` : '–',
    truthOf(condition, parameters),
    does('allow', 'allows'),
    does('deny', 'denies'),
    does('require_approval', 'asks'),
    truthOf({ kind: 'not', of: condition }, parameters),
  ]
}

/** An error is what matches in a deny rule and not in an allow rule. */
function truthOf(condition: Condition, parameters: JsonObject): string {
  if (!matches('deny', condition, parameters)) return 'false'
  return matches('allow', condition, parameters) ? 'true' : '**error**'
}

const ORIGIN = { file: 'truth-table', line: 1, column: 1 }

function matches(effect: EffectType, condition: Condition, parameters: JsonObject): boolean {
  const rule: Rule = {
    id: 'r',
    policy: 'p',
    origin: ORIGIN,
    priority: 100,
    effect: { type: effect, reason: 'r', redactFields: [] },
    match: { actionTypes: ['tool_call'], condition },
  }
  const policy = { name: 'p', dialect: 'kvlar', file: 'p', rules: [rule], digest: '', warnings: [] } as const
  const engine = createEngine([policy], { parseUrl: (text) => URL.parse(text) ?? undefined })
  const action = {
    type: 'tool_call',
    resource: 't',
    parameters,
    agentId: 'a',
    principal: agentPrincipal('a'),
  } as const
  return engine.decide(action, { nowMs: 0 }).ruleId === 'r'
}

/** A table as the formatter of the workspace writes it. */
function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[], pad: string): string =>
    `|${cells.map((cell, column) => `${pad}${cell.padEnd(widths[column] ?? 0, pad)}${pad}`).join('|')}|\n`
  const [head = [], ...body] = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const rule = line(
    head.map(() => ''),
    '-',
  ).replace(/-(-+)-/g, ' $1 ')
  return [line(head, ' '), rule, ...body.map((row) => line(row, ' '))].join('')
}
