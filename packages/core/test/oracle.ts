/*
 * A second, naive evaluator: linear, written from the rules of the language, sharing no code with the engine.
 * Truth is a number, so that Kleene's connectives are minimum, maximum and one-minus.
 */
import { domainToUnicode } from 'node:url'
import type {
  Action,
  AnywhereOperator,
  Condition,
  Facts,
  FieldCondition,
  FieldPath,
  Match,
  Pattern,
  Policy,
  Rule,
  TimeWindowCondition,
} from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import {
  expandHosts,
  hostPattern,
  judgeUrlText,
  compilePathGlobs,
  judgeJoined,
  judgePathText,
  judgeSecrets,
  judgeShell,
  judgeSql,
  sqlTextJudge,
  type Judgement,
  type PathGlobs,
  type ShellGrant,
  type SqlGrant,
} from '@kvlar/core/readings'
import { oracleEmails, oracleMoney } from './oracle-fields.ts'
import { oracleIsRelative, oracleMatches, oracleWithin } from './oracle-paths.ts'

export type Verdict = { outcome: string; ruleId: string; isError: boolean }
export type Observe = (what: string, truth: string) => void

const T = 1
const F = 0
const E = 0.5
const word = (truth: number) => (truth === T ? 'true' : truth === F ? 'false' : 'error')
const yes = (condition: boolean) => (condition ? T : F)

export function oracleDecide(
  policies: readonly Policy[],
  action: Action,
  facts: Facts,
  observe: Observe = () => {},
): Verdict {
  for (const rule of policies.flatMap((policy) => policy.rules)) {
    const truth = ruleTruth(rule, action, facts, observe)
    observe('rule', word(truth))
    if (truth === T || (truth === E && rule.effect.type !== 'allow'))
      return { outcome: rule.effect.type, ruleId: rule.id, isError: truth === E }
  }
  return { outcome: 'deny', ruleId: '_default_deny', isError: false }
}

export function ruleTruth(rule: Rule, action: Action, facts: Facts, observe: Observe): number {
  const m: Match = rule.match
  const parts = [yes(m.actionTypes.includes(action.type))]
  const isPermit = rule.effect.type === 'allow'
  if (m.resources) parts.push(yes(m.resources.some((p) => namedTool(p, action, isPermit, m.ignoreCase))))
  if (m.words) parts.push(wordTruth(m.words, action.resource))
  if (m.agentIds) parts.push(yes(m.agentIds.some((p) => named(p, action.agentId))))
  if (m.servers)
    parts.push(yes(m.servers.some((p) => action.server !== undefined && named(p, action.server))))
  if (m.targets)
    parts.push(yes(m.targets.some((p) => action.target !== undefined && named(p, action.target))))
  if (m.principals) parts.push(principalTruth(m.principals, action))
  if (m.condition)
    parts.push(conditionTruth(m.condition, { action, facts, observe, isPermit, isNegated: false }))
  return Math.min(...parts)
}

function principalTruth(match: NonNullable<Match['principals']>, { principal }: Action): number {
  if (match.ids && !match.ids.some((p) => named(p, principal.id))) return F
  if (match.kinds && !match.kinds.includes(principal.kind)) return F
  if (match.roles && !match.roles.some((role) => principal.roles.includes(role))) return F
  return T
}

interface Asked {
  readonly action: Action
  readonly facts: Facts
  readonly observe: Observe
  readonly isPermit: boolean
  readonly isNegated: boolean
}

function conditionTruth(condition: Condition, asked: Asked): number {
  const { action, facts, observe, isPermit, isNegated } = asked
  const truth = (() => {
    switch (condition.kind) {
      case 'all':
        return Math.min(T, ...condition.of.map((c) => conditionTruth(c, asked)))
      case 'any':
        return Math.max(F, ...condition.of.map((c) => conditionTruth(c, asked)))
      case 'not':
        return 1 - conditionTruth(condition.of, { ...asked, isNegated: !isNegated })
      case 'field':
        return fieldTruth(condition, action.parameters, isNegated)
      case 'fields': {
        const found = condition.paths.map((path) => presentValues(path, action.parameters))
        if (found.some((values) => values === undefined)) return E
        const values = found.map((each) => each ?? [])
        return condition.operator === 'email_in'
          ? oracleEmails(values, condition.value as string[])
          : oracleMoney(values, condition.value as JsonObject)
      }
      case 'parameter_regex': {
        if (twin(action.parameters, condition.name)) return E
        if (!Object.hasOwn(action.parameters, condition.name)) return isNegated ? E : F
        const value = action.parameters[condition.name]!
        return yes(nativeRegex(condition.pattern).test(typeof value === 'string' ? value : sortedJson(value)))
      }
      case 'anywhere': {
        const texts = [action.resource, action.target ?? [], allTexts(action.parameters)].flat()
        const joined =
          condition.operator === 'path_matches'
            ? read(judgeJoined(allTexts(action.parameters), globsOf(condition.value as string[])))
            : F
        return Math.max(
          F,
          joined,
          ...texts.map((text) => textTruth(condition.operator, condition.value, text)),
        )
      }
      case 'arguments_only':
        return closedTruth(condition.paths, action.parameters)
      case 'resource':
        return yes(condition.patterns.some((p) => namedTool(p, action, isPermit && !isNegated)))
      case 'target':
        return yes(condition.patterns.some((p) => action.target !== undefined && named(p, action.target)))
      case 'principal':
        return principalTruth(condition.principals, action)
      case 'rate_limit': {
        const { principal: who } = action
        const key = JSON.stringify([
          condition.windowMs,
          who.kind,
          who.id,
          action.server ?? null,
          action.type,
          action.resource,
        ])
        const count = facts.counts?.get(key)
        return count === undefined ? E : yes(count <= condition.max)
      }
      case 'history': {
        const { measure, sum, by, same, bound, limit } = condition
        const summands = sum && presentValues(sum.path, action.parameters)
        if (measure === 'sum' && (summands === undefined || summands.length === 0)) return E
        if (summands?.some((value) => !isSummable(value))) return E
        if (by.includes('session') && facts.sessionId === undefined) return E
        for (const { here } of same) {
          const found = presentValues(here, action.parameters)
          if (found?.length !== 1 || typeof found[0] === 'object') return E
        }
        const count = facts.counts?.get('[[\\"rule\\"')
        if (count === undefined) return E
        return yes(bound === 'at_most' ? count <= limit : count >= limit)
      }
      case 'session_age_max': {
        if (facts.sessionStartedAtMs === undefined || facts.sessionStartedAtMs > facts.nowMs) return E
        return yes(facts.nowMs - facts.sessionStartedAtMs <= condition.maxMs)
      }
      case 'time_window':
        return windowTruth(condition, facts.nowMs)
    }
  })()
  observe(
    'operator' in condition && condition.kind !== 'anywhere'
      ? condition.operator
      : condition.kind === 'history'
        ? condition.measure
        : condition.kind,
    word(truth),
  )
  return truth
}

/** Walks over the days on which a window may have started, each as the zone's own calendar names it. */
function windowTruth(
  { startMs, endMs, zone, days, from, until }: TimeWindowCondition,
  nowMs: number,
): number {
  const at = new Date(nowMs)
  if (Number.isNaN(at.getTime())) return E
  const [date, clock] = at.toLocaleString('sv-SE', { timeZone: zone }).split(' ')
  const [h, m, s] = clock!.split(':').map(Number)
  const ms = (h! * 3600 + m! * 60 + s!) * 1000 + at.getUTCMilliseconds()
  const started = [
    startMs <= ms && (endMs < startMs || ms <= endMs) ? 0 : undefined,
    endMs < startMs && ms <= endMs ? 1 : undefined,
  ]
  return yes(
    started.some((daysAgo) => {
      if (daysAgo === undefined) return false
      const noon = new Date(Date.parse(`${date}T12:00:00Z`) - daysAgo * 86_400_000)
      const weekday = noon.toLocaleDateString('en-GB', { timeZone: 'UTC', weekday: 'short' }).toLowerCase()
      const iso = noon.toISOString().slice(0, 10)
      return (
        (days === undefined || days.some((day) => day === weekday)) &&
        (from === undefined || iso >= from) &&
        (until === undefined || iso < until)
      )
    }),
  )
}

/** A key that is not the one looked for, but would be for a reader that ignores case, Unicode form and dress. */
function twin(object: JsonObject, key: string, literal = key): boolean {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase()
  const forms = (text: string) => [text, bare(bare(text).replace(/(\[\d*\]|\.)+$/, ''))].map(plain)
  return Object.keys(object).some(
    (other) => other !== key && other !== literal && forms(other).includes(plain(key)),
  )
}

/** What is left of a text once nobody can take anything more off its ends. */
function bare(text: string): string {
  const seen = text.replace(/(?<=[^])\0[^]*/, '').normalize('NFKC')
  const next = seen
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, '')
    .replace(/^(["'`])([^]*)\1$/, '$2')
  return next === text ? text : bare(next)
}

function allTexts(value: JsonValue): string[] {
  if (value === null || typeof value === 'boolean') return []
  if (typeof value === 'string') return [value, ...textsInJson(value)]
  if (typeof value !== 'object') return [`${value}`]
  if (Array.isArray(value)) return value.flatMap(allTexts)
  return Object.keys(value).flatMap((key) => allTexts(key).concat(allTexts((value as JsonObject)[key]!)))
}

/** What is quoted in a text that is JSON; the random calls hold no JSON that only a lax reader takes. */
function textsInJson(text: string): string[] {
  try {
    const quoted = (inner: JsonValue): string[] =>
      typeof inner === 'string'
        ? allTexts(inner)
        : typeof inner === 'object' && inner !== null
          ? Object.entries(inner).flatMap(([key, item]) =>
              (Array.isArray(inner) ? [] : allTexts(key)).concat(quoted(item)),
            )
          : []
    return /^\s*[[{"]/.test(text) ? quoted(JSON.parse(text) as JsonValue) : []
  } catch {
    return []
  }
}

function textTruth(operator: AnywhereOperator, operand: JsonValue, text: string): number {
  switch (operator) {
    case 'contains':
      return yes(text.split(operand as string).length > 1 || operand === '')
    case 'matches':
      return yes(nativeRegex(operand as string).test(text))
    case 'url_host_in':
      return read(
        judgeUrlText(
          text,
          expandHosts(operand as string[]).map((host) => hostPattern(host)!),
          (url) => URL.parse(url) ?? undefined,
        ),
      )
    case 'sql':
      return read(sqlTextJudge(operand as unknown as SqlGrant)(text))
    case 'contains_secret':
      return read(judgeSecrets(text))
    case 'path_matches':
      return read(judgePathText(text, globsOf(operand as string[])))
  }
}

const pathGlobs = new Map<string, PathGlobs>()
function globsOf(texts: readonly string[]): PathGlobs {
  const known = pathGlobs.get(texts.join()) ?? compilePathGlobs(texts)!
  pathGlobs.set(texts.join(), known)
  return known
}

/** Readings of whole languages have second readers of their own; here they are taken as they are. */
function read(judgement: Judgement | undefined): number {
  return { true: T, false: F, error: E }[judgement?.truth ?? 'false']
}

/** Every leaf and every empty container must lie at or below a named path that no longer path goes on from. */
function closedTruth(paths: readonly FieldPath[], parameters: JsonObject): number {
  const written = paths.map(({ segments }) => segments.map((s) => (s.kind === 'key' ? `.${s.key}` : '[]')))
  const ends = written.filter(
    (path) => !written.some((other) => other.length > path.length && path.every((s, i) => other[i] === s)),
  )
  /** A key as the rule writes it: itself, else the first pattern that covers it. */
  const stepOf = (at: readonly string[], key: string): string => {
    const steps = written
      .filter((path) => at.every((s, i) => path[i] === s))
      .map((path) => path[at.length] ?? '')
    const covers = (step: string) =>
      /^\.[^[]*[*?]/.test(step) && /^[\w-]{1,64}$/.test(key) && oracleGlob(step.slice(1)).test(key)
    return (
      (/[*?]/.test(key) ? undefined : steps.find((step) => step === `.${key}`)) ??
      steps.find(covers) ??
      '(unnamed)'
    )
  }
  const fits = (at: readonly string[], value: JsonValue): boolean => {
    if (value === null)
      return at.length === 0 || ends.some((end) => at.every((s, i) => end[i] === s || i >= end.length))
    if (ends.some((end) => end.every((s, i) => at[i] === s))) return true
    if (typeof value !== 'object') return false
    const inner = Array.isArray(value)
      ? value.map((item: JsonValue) => [[...at, '[]'], item] as const)
      : Object.keys(value).map((key) => [[...at, stepOf(at, key)], (value as JsonObject)[key]!] as const)
    const shaped =
      at.length === 0 ||
      ends.some(
        (end) =>
          end.length > at.length &&
          at.every((s, i) => end[i] === s) &&
          (end[at.length] === '[]') === Array.isArray(value),
      )
    return shaped && inner.every(([where, item]) => fits(where, item))
  }
  return fits([], parameters) ? T : E
}

/** Every place the path leads to; `undefined` for a place that is not there, `null` in `bad` for a non-list. */
function leaves(
  value: JsonValue | undefined,
  segments: FieldCondition['path']['segments'],
  literal: string,
): { at: (JsonValue | undefined)[]; bad: boolean } {
  if (segments.length === 0 || value === undefined) return { at: [value], bad: false }
  const [segment, ...rest] = segments
  if (segment!.kind === 'wildcard') {
    if (value === null) return { at: [undefined], bad: false }
    if (!Array.isArray(value)) return { at: [], bad: true }
    if (value.length === 0) return { at: [undefined], bad: false }
    const inner = value.map((item: JsonValue) => leaves(item, rest, literal))
    return { at: inner.flatMap((i) => i.at), bad: inner.some((i) => i.bad) }
  }
  if (segment!.kind === 'index') {
    if (value === null) return { at: [undefined], bad: false }
    return Array.isArray(value) ? leaves(value[segment!.index], rest, literal) : { at: [], bad: true }
  }
  const mayBeObject = (v: JsonValue) =>
    (typeof v === 'object' && v !== null) || (typeof v === 'string' && jsonInText(v) !== undefined)
  if (typeof value === 'string' && mayBeObject(value)) return { at: [], bad: true }
  if (Array.isArray(value) && value.some(mayBeObject)) return { at: [], bad: true }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const key = segment!.key
  if (isObject && twin(value as JsonObject, key, literal)) return { at: [], bad: true }
  return leaves(
    isObject && Object.keys(value).includes(key) ? (value as JsonObject)[key] : undefined,
    rest,
    literal,
  )
}

/** Every place that a path leads to, undefined where nothing is; undefined where it can be taken in two ways. */
function places(path: FieldPath, parameters: JsonObject): (JsonValue | undefined)[] | undefined {
  const nested = leaves(parameters, path.segments, path.text)
  const isPlainKey =
    path.segments.length === 1 && path.segments[0]!.kind === 'key' && path.segments[0]!.key === path.text
  if (twin(parameters, path.text)) return undefined
  const hasLiteral = !isPlainKey && Object.keys(parameters).includes(path.text)
  if (hasLiteral && (nested.bad || nested.at.some((value) => value !== undefined))) return undefined
  if (!hasLiteral && nested.bad) return undefined
  return hasLiteral ? [parameters[path.text]] : nested.at
}

/** A number of up to four places and at most what doubles hold exactly in ten-thousandths. */
function isSummable(value: JsonValue): boolean {
  return (
    typeof value === 'number' &&
    /^[0-9]{1,12}(?:\.[0-9]{1,4})?$/.test(String(value)) &&
    value <= 900_719_925_474
  )
}

/** The values of a path of which all are there or none is; null counts as absent. */
function presentValues(path: FieldPath, parameters: JsonObject): JsonValue[] | undefined {
  const found = places(path, parameters)
  const present = found?.filter((value) => value !== undefined && value !== null)
  return present?.length === 0 || present?.length === found?.length ? present : undefined
}

function fieldTruth(condition: FieldCondition, parameters: JsonObject, isNegated: boolean): number {
  const truths = places(condition.path, parameters)?.map((value) =>
    value === undefined ? absentTruth(condition, isNegated) : operatorTruth(condition, value, isNegated),
  )
  return truths?.every((truth) => truth === truths[0]) ? truths[0]! : E
}

const POSITIVE =
  /^(equals|one_of|contains|starts_with|ends_with|matches|greater_than|less_than|in_domain|contains_secret)$/

function absentTruth({ operator, value: operand }: FieldCondition, isNegated: boolean): number {
  if (operator === 'exists') return F
  if (operator === 'not_exists') return T
  const asksForNull = Array.isArray(operand)
    ? /one_of|not_in$/.test(operator) && operand.includes(null)
    : operand === null && operator.endsWith('equals')
  if (asksForNull) return POSITIVE.test(operator) ? T : F
  return POSITIVE.test(operator) && !isNegated ? F : E
}

/** Any JSON compared: `list` holds the operand, or its items. */
function compareTruth(condition: FieldCondition, value: JsonValue, isNegated: boolean): number {
  const { operator, value: operand } = condition
  const isList = operator === 'one_of' || operator === 'not_in'
  const list = (isList ? operand : [operand]) as JsonValue[]
  if (value === null) return absentTruth(condition, isNegated)
  const kind = (v: JsonValue) => (Array.isArray(v) ? 'array' : typeof v)
  const others = list.filter((item) => item !== null)
  const isPositive = operator === 'equals' || operator === 'one_of'
  if (others.some((item) => sortedJson(item) === sortedJson(value))) return yes(isPositive)
  const inText = typeof value === 'string' ? piecesOf(value) : []
  const isDoubtful = (item: JsonValue) =>
    kind(item) !== kind(value)
      ? mistakable(value, item)
      : typeof item === 'string' &&
        (bare(item) === bare(value as string) || inText.some((piece) => mistakable(piece, item)))
  if (others.some(isDoubtful)) return E
  if (others.length === 0 || others.some((item) => kind(item) === kind(value))) return yes(!isPositive)
  if (operator === 'not_in') return E
  return operator === 'not_equals' && isNegated ? E : F
}

/** What stands in a text that is JSON; the random calls hold no JSON that only a lax reader takes. */
function piecesOf(text: string): JsonValue[] {
  try {
    const json = JSON.parse(text) as JsonValue
    return typeof json === 'string' || (typeof json === 'object' && json !== null) ? [json] : []
  } catch {
    return []
  }
}

/** Whether one of the two could be read as the other, or something in the value as the operand. */
function mistakable(value: JsonValue, operand: JsonValue): boolean {
  if (typeof operand === 'boolean' || alike(value, operand)) return true
  if (typeof value === 'string') return piecesOf(value).some((item) => mistakable(item, operand))
  if (typeof value !== 'object' || value === null) return false
  const inner: JsonValue[] = Array.isArray(value) ? value : Object.entries(value).flat()
  return inner.some((item) => mistakable(item, operand))
}

function alike(value: JsonValue, operand: JsonValue): boolean {
  if (value === null || operand === null) return false
  if (sortedJson(value) === sortedJson(operand)) return true
  const text = Array.isArray(operand)
    ? operand
        // A null is written as nothing, as `join` and query strings do.
        .map((item: JsonValue) => (typeof item === 'object' ? '' : String(item).trim()))
        .join()
    : operand
  const [a, b] = [value, operand]
  if (typeof text === 'string' && typeof a !== 'object' && String(a).trim() === text.trim()) return true
  if (b === 0 && Array.isArray(a) && a.length === 0) return true
  switch (`${typeof a} as ${typeof b}`) {
    case 'string as number':
      return readsAs(a as string, b as number)
    case 'number as string':
      return (b as string).trim() !== '' && Number(b) === a
    case 'boolean as number':
      return Number(a) === b
    case 'boolean as string':
      return spelledBoolean(b as string) === a
    case 'string as object':
      return jsonInText(a as string) === sortedJson(b)
    case 'object as string':
      return jsonInText(b as string) === sortedJson(a)
    default:
      return false
  }
}

/** A text read by `Number`, `parseInt`, `parseFloat`, as octal, and with the separators of other countries. */
function readsAs(text: string, number: number): boolean {
  const clean = text.normalize('NFKC').trim()
  const grouped = /^([-+]?\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d*))?$/.exec(clean)
  const isNumber = /^[-+]?\.?\d|Infinity$/.test(clean)
  const tries = [
    Number.parseFloat,
    (t: string) => Number.parseInt(t, 10),
    Number,
    (t: string) => Number(t.replace(',', '.')),
  ]
  return (
    /^[-+]?\.?(?!\d)\p{Nd}/u.test(clean) ||
    tries.some((reading) => reading(clean.replaceAll('_', '')) === number) ||
    (/^[-+]?0[0-7]+$/.test(clean) && Number.parseInt(clean, 8) === number) ||
    (grouped !== null && Number(`${grouped[1]!.replace(/[.,]/g, '')}.${grouped[2] ?? ''}`) === number) ||
    (number === 0 && !isNumber && !/^0[xob]/i.test(clean)) ||
    (spelledBoolean(clean) !== undefined && Number(spelledBoolean(clean)) === number)
  )
}

const spelledBoolean = (text: string) =>
  /^\s*(true|t|yes|y|on|1)\s*$/i.test(text)
    ? true
    : /^\s*(false|f|no|n|off|0)\s*$/i.test(text)
      ? false
      : undefined
const jsonInText = (text: string) => {
  try {
    const json = JSON.parse(text) as JsonValue
    return typeof json === 'object' && json !== null ? sortedJson(json) : undefined
  } catch {
    return undefined
  }
}

function operatorTruth(condition: FieldCondition, value: JsonValue, isNegated: boolean): number {
  const { operator, value: operand, except, relative } = condition
  const list = (Array.isArray(operand) ? operand : [operand]) as JsonValue[]
  const text = (test: (v: string, o: string) => boolean) =>
    typeof value === 'string' ? yes(test(value, operand as string)) : E
  const num = (test: (v: number, o: number) => boolean) =>
    typeof value === 'number' ? yes(test(value, operand as number)) : E
  switch (operator) {
    case 'equals':
    case 'not_equals':
    case 'one_of':
    case 'not_in':
      return compareTruth(condition, value, isNegated)
    case 'contains':
      return text((v, o) => v.split(o).length > 1 || o === '')
    case 'starts_with':
      return text((v, o) => v.slice(0, o.length) === o)
    case 'ends_with':
      return text((v, o) => o === '' || v.slice(-o.length) === o)
    case 'matches':
      return text((v, o) => nativeRegex(o).test(v))
    case 'greater_than':
      return num((v, o) => v > o)
    case 'less_than':
      return num((v, o) => v < o)
    case 'at_least':
      return num((v, o) => !(v < o))
    case 'at_most':
      return num((v, o) => !(v > o))
    case 'exists':
      return T
    case 'not_exists':
      return F
    case 'path_within':
      return typeof value === 'string'
        ? Math.min(
            relative && oracleIsRelative(value)
              ? Math.max(oracleMatches(value, ['**']), E)
              : Math.max(...list.map((root) => oracleWithin(value, root as string))),
            except === undefined ? T : 1 - oracleMatches(value, except),
          )
        : E
    case 'contains_secret':
      return yes(allTexts(value).some((one) => read(judgeSecrets(one)) === T))
    case 'shell':
      return read(judgeShell(value, operand as unknown as ShellGrant))
    case 'sql':
      return typeof value === 'string' ? read(judgeSql(value, operand as unknown as SqlGrant)) : E
    case 'path_matches':
      return typeof value === 'string' ? oracleMatches(value, list as string[]) : E
    case 'url_host_in':
      return urlTruth(value, (host) =>
        list.some((p) =>
          (p as string).startsWith('*.') ? host.endsWith((p as string).slice(1)) : host === p,
        ),
      )
    case 'in_domain':
    case 'not_in_domain': {
      const inside = urlTruth(value, (host) =>
        (list as string[]).some((p) =>
          p.startsWith('*.') ? host.endsWith(p.slice(1)) : host === p || host.endsWith(`.${p}`),
        ),
      )
      return operator === 'in_domain' ? inside : 1 - inside
    }
  }
}

/** Numbers by value: `JSON.stringify` writes `-0` as `0`. */
function sortedJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${sortedJson((value as JsonObject)[key]!)}`)
    .join(',')}}`
}

/** A pattern of a permission covers the names of tools that are no stranger than MCP advises. */
function namedTool(
  pattern: Pattern,
  { type, resource }: Action,
  isPermit: boolean,
  anyCase = false,
): boolean {
  const isOdd = resource.length > 128 || resource === '' || /[^a-z0-9_.:/-]/i.test(resource)
  const spelled = pattern.text === resource && pattern.kind !== 'prefix' && !/[*?]|\[.+\]/s.test(resource)
  return (
    (anyCase ? namedInAnyCase(pattern, resource) : named(pattern, resource)) &&
    (spelled || !(isPermit && isOdd && type === 'tool_call'))
  )
}

function namedInAnyCase({ kind, text }: Pattern, name: string): boolean {
  const plain = (t: string) => t.normalize('NFKC').toUpperCase().toLowerCase()
  if (kind === 'exact') return plain(text) === plain(name)
  if (kind === 'prefix') return plain(name).indexOf(plain(text)) === 0
  return new RegExp(oracleGlob(text.normalize('NFKC')).source, 'iu').test(plain(name))
}

function wordTruth(words: readonly string[], name: string): number {
  if (/[^ -~]/.test(name) || name.length > 512) return E
  return yes([...oracleWords(name)].some((part) => words.includes(part)))
}

/** A word stands between marks, or from one change of letters to another, in the name cut at each kind of change. */
export function oracleWords(name: string): ReadonlySet<string> {
  const cuts = [
    /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/,
    /$/,
    /(?<=[a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[a-z])/,
  ]
  const parts = cuts
    .flatMap((cut) => name.split(cut))
    .flatMap((part) => part.split(/(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])/i))
  const words = parts.flatMap((part) => part.toLowerCase().split(/[^a-z0-9]+/))
  return new Set(words.filter((part) => part !== ''))
}

function named(pattern: Pattern, name: string): boolean {
  switch (pattern.kind) {
    case 'exact':
      return pattern.text === name
    case 'prefix':
      return name.slice(0, pattern.text.length) === pattern.text
    case 'glob':
      return oracleGlob(pattern.text).test(name)
  }
}

const globs = new Map<string, RegExp>()

/** A glob as a backtracking expression: right, and slow on hostile names. */
export function oracleGlob(text: string): RegExp {
  const known = globs.get(text)
  if (known) return known
  const escape = (literal: string) =>
    Array.from(literal)
      .map((c) => `\\u{${c.codePointAt(0)!.toString(16)}}`)
      .join('')
  let source = ''
  const rest = Array.from(text)
  while (rest.length > 0) {
    const c = rest.shift()!
    if (c === '*') source += '[^\\n]*'
    else if (c === '?') source += '[^]'
    else if (c === '[') {
      const negated = rest[0] === '!'
      if (negated) rest.shift()
      const end = rest.indexOf(']', 1)
      if (end === -1) {
        source = escape(text)
        break
      }
      const members = rest.splice(0, end + 1).slice(0, -1)
      let body = ''
      for (let i = 0; i < members.length; i += 1)
        if (members[i + 1] === '-' && i + 2 < members.length) {
          body += `${escape(members[i]!)}-${escape(members[i + 2]!)}`
          i += 2
        } else body += escape(members[i]!)
      source += `[${negated ? '^' : ''}${body}]`
    } else source += escape(c)
  }
  const regex = new RegExp(`^(?:${source})$`, 'u')
  globs.set(text, regex)
  return regex
}

const regexes = new Map<string, RegExp>()
const WORD = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]'

/** RE2 syntax as the platform's own expressions with Unicode sets; only for the shapes the tests generate. */
export function nativeRegex(source: string): RegExp {
  const known = regexes.get(source)
  if (known) return known
  const flags = source.startsWith('(?i)') ? 'iv' : 'v'
  const body = source
    .replace(/^\(\?i\)/, '')
    .replace(/\\b/g, `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`)
    .replace(/\\B/g, `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`)
    .replace(/\\w/g, WORD)
    .replace(/\\W/g, `[^${WORD}]`)
    .replace(/\\d/g, '\\p{Nd}')
    .replace(/\\D/g, '\\P{Nd}')
    .replace(/\\s/g, '\\p{White_Space}')
    .replace(/\\S/g, '\\P{White_Space}')
  const regex = new RegExp(body, flags)
  regexes.set(source, regex)
  return regex
}

function urlTruth(source: JsonValue, test: (host: string) => boolean): number {
  const value = typeof source === 'string' ? source.replace(/^ +| +$/g, '') : ''
  if (/[\s\\\p{Cc}\p{Cs}]/u.test(value.replaceAll(' ', '')) || !URL.canParse(value)) return E
  const url = new URL(value)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return E
  const match = /^https?:\/\/([^/?#@:[\]]+|\[[^\]]*\])(:\d{1,5})?(?=[/?#]|$)/i.exec(value)
  // The one `xn--` form of a name in Latin letters, none of which is a `\u00df`.
  const isOfLatin = /^[\p{Script=Latin}0-9.-]+$/u.test(match?.[1] ?? '') && !match?.[1]?.includes('\u00df')
  const unicode = isOfLatin ? domainToUnicode(url.hostname) : undefined
  if (!match || (match[1] !== url.hostname && match[1] !== unicode)) return E
  const host = url.hostname
  if (
    !host.startsWith('[') &&
    !host.split('.').every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  )
    return E
  if (host.length > 253) return E
  return yes(test(host))
}
