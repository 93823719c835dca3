import { DEFAULT_ACTION_TYPES } from '../action.ts'
import { LIMITS } from '../limits.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type { JsonValue } from '../json-value.ts'
import { nameBuiltinLists } from '../readings/builtin-lists.ts'
import type { Condition, HistoryCondition, Match, Pattern, TimeWindowCondition } from '../rule.ts'
import { durationNotation } from './rules/duration-notation.ts'

/** What a rule applies to, on one line. */
export function describeMatch(match: Match): string {
  const { actionTypes, resources, ignoreCase, words, agentIds, servers, targets, principals, condition } =
    match
  const usual = actionTypes.join() === DEFAULT_ACTION_TYPES.join()
  const parts = [
    resources || words === undefined ? (resources ? patterns(resources) : '*') : '',
    ignoreCase ? 'in any case' : '',
    words ? `word ${words.join(', ')}` : '',
    usual ? '' : `type ${actionTypes.join(', ')}`,
    servers ? `server ${patterns(servers)}` : '',
    agentIds ? `agent ${patterns(agentIds)}` : '',
    targets ? `target ${patterns(targets)}` : '',
    principals ? describePrincipals(principals) : '',
    condition ? describeCondition(condition) : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}

/** A condition as a sentence fragment. */
function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
      return group(condition.of, ' and ')
    case 'any':
      return group(condition.of, ' or ')
    case 'not':
      return `not (${describeCondition(condition.of)})`
    case 'field': {
      const { path, operator, value, except, relative } = condition
      const operand = value === null ? '' : ` ${operandText(value)}`
      return `${path.text} ${operator}${operand}${relative === true ? ' or relative' : ''}${except ? ` except ${operandText(except)}` : ''}`
    }
    case 'fields': {
      const { paths, operator, value } = condition
      return `${paths.map(({ text }) => text).join(', ')} ${operator} ${canonicalJson(value)}`
    }
    case 'anywhere':
      return `anywhere ${condition.operator}${condition.value === null ? '' : ` ${operandText(condition.value)}`}`
    case 'parameter_regex':
      return `${condition.name} ~ ${condition.pattern}`
    case 'arguments_only':
      return `no arguments but ${condition.paths.map(({ text }) => text).join(', ') || 'none'}`
    case 'resource':
      return `resource ${patterns(condition.patterns)}`
    case 'target':
      return `target ${patterns(condition.patterns)}`
    case 'principal':
      return describePrincipals(condition.principals)
    case 'rate_limit':
      return `at most ${condition.max} calls in ${durationNotation(condition.windowMs)}`
    case 'history':
      return describeHistory(condition)
    case 'session_age_max':
      return `session younger than ${durationNotation(condition.maxMs)}`
    case 'time_window':
      return describeWindow(condition)
  }
}

/** Built-in lists by their names. */
function operandText(value: JsonValue): string {
  return canonicalJson(nameBuiltinLists(value))
}

function describeHistory(condition: HistoryCondition): string {
  const { measure, match, sum, by, same, withinMs, bound, limit, pot } = condition
  const most = sum === undefined ? limit : limit / 10 ** LIMITS.sumPlaces
  const parts = [
    sum === undefined
      ? `${measure} ${bound.replace('_', ' ')} ${most}`
      : `sum of ${sum.path.text} ${bound.replace('_', ' ')} ${most}`,
    sum?.currencies === undefined ? '' : sum.currencies.join(', '),
    match?.resources === undefined ? '' : `of ${patterns(match.resources)}`,
    same.length === 0 ? '' : `with the same ${same.map(({ here }) => here.text).join(', ')}`,
    `in ${durationNotation(withinMs)}`,
    by.length === 0 ? 'by everybody' : `by ${by.join(', ')}`,
    pot === undefined ? '' : `from pot ${pot}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function describeWindow({ startMs, endMs, zone, days, from, until }: TimeWindowCondition): string {
  const parts = [
    `${clock(startMs)}-${clock(endMs)} ${zone}`,
    days ? `on ${days.join(', ')}` : '',
    from ? `from ${from}` : '',
    until ? `until ${until}` : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function group(conditions: readonly Condition[], joint: string): string {
  const texts = conditions.map(describeCondition)
  return texts.length === 1 ? (texts[0] ?? '') : `(${texts.join(joint)})`
}

function describePrincipals({ ids, kinds, roles }: NonNullable<Match['principals']>): string {
  const parts = [
    ids ? `id ${patterns(ids)}` : '',
    kinds ? `kind ${kinds.join(', ')}` : '',
    roles ? `role ${roles.join(', ')}` : '',
  ]
  return `principal ${parts.filter((part) => part !== '').join(' and ')}`
}

const patterns = (list: readonly Pattern[]): string =>
  list.map(({ kind, text }) => (kind === 'prefix' ? `${text}*` : text)).join(', ')

/** `09:00` for milliseconds after midnight. */
function clock(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
