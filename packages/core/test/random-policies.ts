/*
 * Random policies and actions for the property tests. Names, keys and values come from small pools on purpose, so
 * that rules match, err and miss in comparable shares; the test that uses them asserts the distribution.
 */
import fc from 'fast-check'
import {
  ACTION_TYPES,
  ANYWHERE_OPERATORS,
  DEFAULT_ACTION_TYPES,
  HISTORY_MEASURES,
  HISTORY_SCOPES,
  isFieldsOperator,
  OPERATORS,
  PRINCIPAL_KINDS,
  WEEKDAYS,
  type Action,
  type Condition,
  type EffectType,
  type Facts,
  type FieldPath,
  type HistoryCondition,
  type Match,
  type Operator,
  type Pattern,
  type Policy,
  type Rule,
} from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'

const origin = { file: 'random', line: 1, column: 1 }
const NOW = Date.UTC(2026, 2, 29, 0, 59, 59, 500)

export const platformUrl = (text: string) => URL.parse(text) ?? undefined

const NAMES = [
  'read_file',
  'read_dir',
  'write_file',
  'delete_x',
  'deleted_x',
  'query',
  'a.b/c',
  'READ_FILE',
  'getURLPath',
  'dElEtE2x',
  'ＲEAD_file',
  'read_\nfile',
  'outil_é',
  'read_file; cat /etc/shadow',
  `read_${'x'.repeat(123)}`,
  `read_${'x'.repeat(124)}`,
  '😀',
  '[x',
  'x',
]
const name = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...NAMES) }, fc.string({ maxLength: 6 }))
const globText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '*',
      'read_*',
      '*_file',
      'delete*',
      '*e*',
      'r*d_*e',
      '?',
      'qu?ry',
      '[rw]*',
      '[!r]*',
      '[a-q]*_x',
      '[x',
      '*.b/*',
      'outil_?',
      '**',
      '',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.constantFrom('*', '?', 'read', '_', 'file', 'x', '[a-z]', '[!_]', '.', '/', 'é'), {
        maxLength: 5,
      })
      .map((parts) => parts.join('')),
  },
)
const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  { weight: 4, arbitrary: globText.map((text) => ({ kind: 'glob' as const, text })) },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES).map((text) => ({ kind: 'exact' as const, text })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'read_', 'delete', 'q').map((text) => ({ kind: 'prefix' as const, text })),
  },
)
const patterns = fc.array(pattern, { minLength: 1, maxLength: 3 })
const agentPatterns = fc.array(
  fc.constantFrom('bot', 'b*', '*', 'cli-?').map((text): Pattern => ({ kind: 'glob', text })),
  { minLength: 1, maxLength: 2 },
)

const TEXTS = [
  '',
  'DROP TABLE x',
  'DROP\u00a0TABLE',
  'drop',
  'naïve DROP é',
  'été',
  'étés',
  'a_b',
  '٣',
  'admin',
  'abc',
  'x\u202ey',
]
const PATHS = [
  '/srv/data',
  '/srv/data/x',
  '/srv/data/../secret',
  '/SRV/data/x',
  '/srv/database',
  'srv/data',
  '/srv//data/./x',
  '/srv/data/%2e%2e/x',
  'C:\\data\\x',
  'c:/DATA/x',
  'C:\\data\\nul.txt',
  'D:\\data',
  '\\\\nas\\share\\x',
  '/srv/dat\u0061\u0301/x',
  '~/x',
  '/',
  'a/da*/y',
  '/srv/da?a/x',
  '/srv/{data,lib}/y',
  '{/srv,/opt}/da*',
  'C:\\da{ta,y}\\z',
  'lib/sr{v,c}/y',
]
const URLS = [
  'https://example.com/',
  'https://api.example.com/x?y',
  'https://example.com.evil.org/',
  'https://evil.org?.example.com',
  'https://example.com@evil.org/',
  'HTTPS://EXAMPLE.com/',
  'https://example.com./',
  'http://127.0.0.1:8080/',
  'http://127.1/',
  'ftp://example.com/',
  'https://exa\tmple.com/',
  'https://bücher.example/',
  'http://[::1]/',
  'example.com',
]
const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(...TEXTS),
  fc.constantFrom<JsonValue>('5', ' 10 ', '1.0', 'True', '٥', '["a"]', '{"b":1}', 'yes'),
  fc.constantFrom<JsonValue>('[5, "x"]', '"abc"', '5 items', '010', '1,000', 'false', '0x5'),
  fc.constantFrom<JsonValue>(0, -0, 1, 5, 5.5, 10, 1000, -3, 1e21),
  fc.constantFrom<JsonValue>(true, false, null),
)
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: fc.constantFrom<JsonValue>(...PATHS) },
  { weight: 2, arbitrary: fc.constantFrom<JsonValue>(...URLS) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<JsonValue>({ b: 1 }, { b: 1, c: 'x' }, { c: 'x', b: 1 }, {}) },
)

const path = (text: string, ...segments: (string | number)[]): FieldPath => ({
  text,
  segments: segments.map((segment) =>
    segment === '*'
      ? { kind: 'wildcard' }
      : typeof segment === 'number'
        ? { kind: 'index', index: segment }
        : { kind: 'key', key: segment },
  ),
})
const fieldPath = fc.constantFrom(
  path('a', 'a'),
  path('a', 'a'),
  path('b', 'b'),
  path('a.b', 'a', 'b'),
  path('list[*]', 'list', '*'),
  path('list[0]', 'list', 0),
  path('list[*].b', 'list', '*', 'b'),
  path('list[*][*]', 'list', '*', '*'),
  path('__proto__', '__proto__'),
  path('missing', 'missing'),
)

const REGEXES = [
  'DROP',
  '(?i)drop',
  '(?i)\\bDROP\\b',
  'DROP\\s+TABLE',
  '^\\w+$',
  '\\bété\\b',
  '[\\d]',
  '[^\\w\\s]',
  '\\D\\W',
  '\\Bé',
  '^$',
  '[^\\W\\d_]',
  'a.b',
  '^(a|b)*c?$',
]
const pathGlobs = fc.subarray(['**/x', '**/data/*', '/srv/**', 'C:/data/*', '**/*.txt', '!**/data/x'], {
  minLength: 2,
})
const OPERANDS: Readonly<Record<Operator, fc.Arbitrary<JsonValue>>> = {
  equals: value,
  not_equals: value,
  one_of: fc.array(value, { minLength: 1, maxLength: 4 }),
  not_in: fc.array(value, { minLength: 1, maxLength: 4 }),
  contains: fc.constantFrom('DROP', '', 'a', 'é', '/'),
  starts_with: fc.constantFrom('DROP', '', '/srv', 'a', 'https'),
  ends_with: fc.constantFrom('x', '', 'é', '/x'),
  matches: fc.constantFrom(...REGEXES),
  greater_than: fc.constantFrom(0, 5, 10),
  less_than: fc.constantFrom(0, 5, 10),
  at_least: fc.constantFrom(0, 5, 10),
  at_most: fc.constantFrom(0, 5, 10),
  exists: fc.constant(null),
  not_exists: fc.constant(null),
  in_domain: fc.subarray(['example.com', '127.0.0.1', '*.example.com', 'org'], { minLength: 1 }),
  not_in_domain: fc.subarray(['example.com', '127.0.0.1', 'evil.org'], { minLength: 1 }),
  url_host_in: fc.subarray(['example.com', '*.example.com', '127.0.0.1', '[::1]'], { minLength: 1 }),
  path_matches: pathGlobs,
  contains_secret: fc.constant(null),
  shell: fc.constantFrom<JsonValue>(
    { syntax: 'posix', programs: { git: { subcommands: { status: { flags: ['-s'] } } }, ls: null } },
    { syntax: 'posix', programs: { cat: { operands: { within: '/srv' } } }, permit: ['pipes'] },
    { syntax: 'argv', programs: { ls: null } },
  ),
  sql: fc.constantFrom<JsonValue>(
    { dialect: 'postgres', statements: ['select'], tables: ['a', 'app.*'], permit: [] },
    { dialect: 'any', statements: ['delete', 'update'], tables: ['a'], functions: [], permit: ['every_row'] },
  ),
  email_in: fc.subarray(['corp.example', '*.corp.example', 'ana@partner.example'], { minLength: 1 }),
  money: fc.constantFrom<JsonValue>(
    { at_most: 5, unit: 'major' },
    { at_most: '5.50', at_least: 1, currency: 'EUR', unit: 'major' },
    { less_than: 10, currency: ['EUR', 'USD'], currency_field: 'b', unit: 'minor' },
    {
      more_than: '0.01',
      at_most: 1000,
      currency: ['EUR', 'JPY', 'BHD'],
      currency_field: 'list[*]',
      unit: 'minor',
    },
    { at_least: 5, currency: ['JPY', 'EUR'], currency_field: 'a.b', unit: 'major' },
  ),
  path_within: fc.oneof(
    fc.constantFrom<JsonValue>('/srv/data', '/', 'C:\\data'),
    fc.subarray(['/srv/data', '/srv/data/x', 'C:\\data', '\\\\nas\\share'], { minLength: 1 }),
  ),
}
const emails: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('fields' as const),
  operator: fc.constant('email_in' as const),
  paths: fc.array(fieldPath, { minLength: 1, maxLength: 3 }),
  value: OPERANDS.email_in,
  origin: fc.constant(origin),
})
const CURRENCY_PATHS = [path('b', 'b'), path('list[*]', 'list', '*'), path('a.b', 'a', 'b')]
const money: fc.Arbitrary<Condition> = fc.tuple(OPERANDS.money, fieldPath).map(([operand, amount]) => {
  const named = (operand as JsonObject)['currency_field']
  const paths = [amount, ...CURRENCY_PATHS.filter(({ text }) => text === named)]
  return { kind: 'fields', operator: 'money', paths, value: operand, origin }
})
const field: fc.Arbitrary<Condition> = fc.constantFrom(...OPERATORS).chain(({ operator }) => {
  if (isFieldsOperator(operator)) return operator === 'money' ? money : emails
  return fc.record(
    {
      kind: fc.constant('field' as const),
      operator: fc.constant(operator),
      path: fieldPath,
      value: OPERANDS[operator],
      origin: fc.constant(origin),
      ...(operator === 'path_within' && { except: pathGlobs, relative: fc.boolean() }),
    },
    { requiredKeys: ['kind', 'operator', 'path', 'value', 'origin'] },
  )
})
const principals = fc.record(
  {
    ids: fc.array(fc.constantFrom<Pattern>({ kind: 'exact', text: 'ann' }, { kind: 'glob', text: 'b*' }), {
      minLength: 1,
      maxLength: 2,
    }),
    kinds: fc.subarray([...PRINCIPAL_KINDS], { minLength: 1 }),
    roles: fc.subarray(['admin', 'ops'], { minLength: 1 }),
  },
  { requiredKeys: [] },
)
const HOURS = [0, 1, 2, 9, 18, 22, 23].map((hour) => hour * 3_600_000)
interface RandomHistory extends Pick<HistoryCondition, 'measure' | 'by' | 'bound' | 'limit' | 'withinMs'> {
  readonly summed: FieldPath
  readonly bind?: FieldPath
}

function historyCondition({ summed, bind, ...rest }: RandomHistory): HistoryCondition {
  const same = bind === undefined ? [] : [{ here: bind, there: bind }]
  const condition: HistoryCondition = { kind: 'history', origin, same, ...rest }
  if (rest.measure === 'sum') return { ...condition, sum: { path: summed } }
  return rest.measure === 'seen' ? { ...condition, match: { actionTypes: ['tool_call'] } } : condition
}

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 10, arbitrary: field },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('parameter_regex' as const),
      name: fc.constantFrom('a', 'b', 'list'),
      pattern: fc.constantFrom(...REGEXES),
      origin: fc.constant(origin),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...ANYWHERE_OPERATORS).chain((operator) =>
      fc.record({
        kind: fc.constant('anywhere' as const),
        operator: fc.constant(operator),
        value: OPERANDS[operator],
        origin: fc.constant(origin),
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('arguments_only' as const),
      paths: fc.subarray(
        [
          path('a', 'a'),
          path('b', 'b'),
          path('a.b', 'a', 'b'),
          path('?', '?'),
          path('a*.b', 'a*', 'b'),
          path('l*', 'l*'),
          path('list', 'list'),
          path('list[*]', 'list', '*'),
          path('list[*].b', 'list', '*', 'b'),
        ],
        { minLength: 2 },
      ),
      origin: fc.constant(origin),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('resource' as const, 'target' as const),
      patterns,
      origin: fc.constant(origin),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('principal' as const),
      principals,
      origin: fc.constant(origin),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rate_limit' as const),
      max: fc.constantFrom(0, 1, 3),
      windowMs: fc.constantFrom(1000, 60_000),
      origin: fc.constant(origin),
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .record(
        {
          measure: fc.constantFrom(...HISTORY_MEASURES),
          summed: fieldPath,
          by: fc.subarray([...HISTORY_SCOPES]),
          bound: fc.constantFrom('at_most' as const, 'at_least' as const),
          limit: fc.constantFrom(1, 2, 3),
          withinMs: fc.constantFrom(1000, 60_000),
          bind: fieldPath,
        },
        { requiredKeys: ['measure', 'summed', 'by', 'bound', 'limit', 'withinMs'] },
      )
      .map(historyCondition),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('session_age_max' as const),
      maxMs: fc.constantFrom(0, 1000, 3_600_000),
      origin: fc.constant(origin),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        kind: fc.constant('time_window' as const),
        startMs: fc.constantFrom(...HOURS),
        endMs: fc.constantFrom(...HOURS, 86_400_000),
        zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Los_Angeles'),
        days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
        from: fc.constantFrom('2026-03-28', '2026-03-29'),
        until: fc.constantFrom('2026-03-29', '2026-03-30'),
        origin: fc.constant(origin),
      },
      { requiredKeys: ['kind', 'startMs', 'endMs', 'zone', 'origin'] },
    ),
  },
)
const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(tie('tree'), { maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), of: tie('tree') }) },
  ),
})).tree

/** An optional part is left out, never undefined. */
function presentParts(parts: { [Part in keyof Match]: Match[Part] | undefined }): Match {
  const present = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
  // Only undefined parts were removed, and the list of action types is never one of them.
  return present as unknown as Match
}

const some = <Value>(arbitrary: fc.Arbitrary<Value>, freq: number) =>
  fc.option(arbitrary, { nil: undefined, freq })
const match: fc.Arbitrary<Match> = fc
  .record({
    actionTypes: fc.oneof(
      { weight: 5, arbitrary: fc.constant(DEFAULT_ACTION_TYPES) },
      { weight: 1, arbitrary: fc.subarray([...ACTION_TYPES], { minLength: 1 }) },
    ),
    resources: some(patterns, 3),
    ignoreCase: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.constant(true as const)),
    words: fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      fc.subarray(['read', 'delete', 'file', 'x', 'url', 'deleted', '2'], { minLength: 1 }),
    ),
    agentIds: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, agentPatterns),
    servers: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, patterns),
    targets: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, patterns),
    principals: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, principals),
    condition: some(condition, 4),
  })
  .map(presentParts)

const effect = fc.record({
  type: fc.constantFrom('allow' as const, 'deny' as const, 'require_approval' as const),
  redactFields: fc.subarray(['ssn', 'a.b']),
  reason: fc.constant('random'),
})
const bareRule = fc
  .record({ priority: fc.constantFrom(100, 100, 100, 1, 50, 200), effect, match })
  .map(({ match: written, ...rule }) => Object.assign(rule, { match: loadable(written, rule.effect.type) }))

/** The loader refuses words in allow rules. */
function loadable({ words, ...rest }: Match, type: EffectType): Match {
  return words === undefined || type === 'allow' ? rest : { ...rest, words }
}

/** Up to two policies of up to eight rules each; ids tell every rule apart. */
export const policies: fc.Arbitrary<readonly Policy[]> = fc
  .array(fc.array(bareRule, { maxLength: 8 }), { minLength: 1, maxLength: 2 })
  .map((lists) =>
    lists.map((rules, number) =>
      policyOf(
        `p${number}`,
        rules.map((rule, index): Rule => ({
          id: `p${number}-r${index}`,
          policy: `p${number}`,
          origin,
          ...rule,
        })),
      ),
    ),
  )

export function policyOf(policyName: string, rules: readonly Rule[]): Policy {
  return {
    name: policyName,
    dialect: 'kvlar',
    file: policyName,
    rules,
    digest: `sha256:${policyName}`,
    warnings: [],
  }
}

/** Keys with and without dots, both at once, and `__proto__` as an ordinary key. */
export const parameters: fc.Arbitrary<JsonObject> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(fc.constantFrom('a', 'b'), value) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom('a.b', 'list[*]', '__proto__'), value) },
      // Twins of the others for a reader that ignores case or Unicode form.
      {
        weight: 1,
        arbitrary: fc.tuple(
          fc.constantFrom('A', '\uff42', 'A.B', 'LIST', 'a ', '"b"', 'a[]', 'list[0]', 'a.b.'),
          value,
        ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(
          fc.constant('list'),
          fc.oneof(
            fc.array(value, { maxLength: 3 }),
            fc.array(fc.record({ b: value }), { maxLength: 3 }),
            value,
          ),
        ),
      },
      { weight: 1, arbitrary: fc.tuple(fc.constant('a'), fc.record({ b: value })) },
    ),
    { maxLength: 4 },
  )
  .map((entries) => {
    const object: Record<string, JsonValue> = Object.create(null)
    for (const [key, item] of entries) object[key] = item
    return object
  })

export const action: fc.Arbitrary<Action> = fc.record(
  {
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constant('tool_call' as const) },
      fc.constantFrom(...ACTION_TYPES),
    ),
    resource: name,
    parameters,
    agentId: fc.constantFrom('bot', 'cli-1', 'other'),
    principal: fc.record({
      id: fc.constantFrom('ann', 'bob', 'eve'),
      kind: fc.constantFrom(...PRINCIPAL_KINDS),
      roles: fc.subarray(['admin', 'ops', 'dev']),
    }),
    server: fc.constantFrom('query', 'x'),
    target: name,
  },
  { requiredKeys: ['type', 'resource', 'parameters', 'agentId', 'principal'] },
)

export interface RandomFacts {
  readonly nowMs: number
  readonly sessionId?: string
  readonly sessionStartedAtMs?: number
  /** What every counter says; undefined where no counter answers. */
  readonly count?: number
}

export const randomFacts: fc.Arbitrary<RandomFacts> = fc.record(
  {
    nowMs: fc.oneof(
      fc.constantFrom(NOW, NOW + 500, NOW + 8 * 3_600_000, NOW + 17 * 3_600_000 + 500, 8.64e15 + 1),
      fc.integer({ min: -48, max: 48 }).map((hours) => NOW + hours * 3_600_000 + 500),
    ),
    sessionId: fc.constantFrom('s1', 's2'),
    sessionStartedAtMs: fc.constantFrom(NOW, NOW - 1000, NOW - 7_200_000, NOW + 1e9),
    count: fc.constantFrom(0, 1, 2, 4),
  },
  { requiredKeys: ['nowMs'] },
)

/** Answers the same for the rate keys that it is given and for every series of a rule. */
class SameCount extends Map<string, number> {
  readonly #count: number

  constructor(count: number, keys: readonly string[]) {
    super(keys.map((key) => [key, count]))
    this.#count = count
  }

  override get(key: string): number | undefined {
    return key.includes('[[\\"rule\\"') ? this.#count : super.get(key)
  }
}

/** Facts in which every counter of the engine's needs has the same count. */
export function factsFor(random: RandomFacts, keys: readonly string[]): Facts {
  const { count, ...facts } = random
  return count === undefined ? facts : { ...facts, counts: new SameCount(count, keys) }
}

/** An action whose arguments are aimed at one of the policies' field conditions, so that it often has the right type. */
export interface AimedAction {
  readonly action: Action
  readonly pick: number
  readonly item: number
}

export const aimedAction: fc.Arbitrary<AimedAction> = fc.record({
  action,
  pick: fc.nat(1000),
  item: fc.nat(1000),
})

export function aim({ action: call, pick, item }: AimedAction, list: readonly Policy[]): Action {
  const targets = list
    .flatMap((policy) => policy.rules)
    .flatMap((rule) => (rule.match.condition ? fieldsOf(rule.match.condition) : []))
  const target = pick % 4 === 0 ? undefined : targets[pick % Math.max(1, targets.length)]
  if (!target) return call
  const pool = valuesFor(target.operator, target.value)
  return {
    ...call,
    parameters: {
      ...call.parameters,
      ...(target.currency && placed(target.currency.segments, CURRENCIES[pick % CURRENCIES.length]!)),
      ...placed(target.path.segments, pool[item % pool.length]!),
    },
  }
}

/** One argument that a condition reads, and of an amount the other one that says its currency. */
interface Target {
  readonly path: FieldPath
  readonly operator: Operator
  readonly value: JsonValue
  readonly currency?: FieldPath | undefined
}

function fieldsOf(tree: Condition): Target[] {
  if (tree.kind === 'all' || tree.kind === 'any') return tree.of.flatMap(fieldsOf)
  if (tree.kind === 'not') return fieldsOf(tree.of)
  if (tree.kind === 'field') return [tree]
  // Some numbers, and some that are none.
  if (tree.kind === 'history')
    return tree.sum ? [{ path: tree.sum.path, operator: 'at_most', value: 2.5 }] : []
  if (tree.kind !== 'fields') return []
  const { operator, value: operand, paths } = tree
  const [first, currency] = paths
  if (operator === 'money') return first ? [{ path: first, operator, value: operand, currency }] : []
  return paths.map((each) => ({ path: each, operator, value: operand }))
}

function valuesFor(operator: Operator, operand: JsonValue): readonly JsonValue[] {
  const pool = VALUES[operator]
  if (pool !== undefined) return pool
  const items = (Array.isArray(operand) ? [...operand, operand] : [operand]) as readonly JsonValue[]
  return [...items, ...items.flatMap(disguises), 'abc', 5, [], {}, null, true]
}

/** Values of other types that some reader could take for one: as text, as a number, inside of a list or an object. */
export function disguises(item: JsonValue): readonly JsonValue[] {
  const text = typeof item === 'object' ? JSON.stringify(item) : String(item)
  const numbers = typeof item === 'string' && /^\d+$/.test(item) ? [Number(item)] : []
  // With more behind it, and in capitals, it would be JSON to a lax reader only.
  const isJson = /^\s*[[{"]/.test(text)
  return [
    text,
    ` ${text}\t`,
    ...(/^[a-z]/i.test(text) ? [`'${text}'`, `\u200b${text}\0.txt`] : []),
    isJson ? text : `${text}.0`,
    isJson ? text : text.toUpperCase(),
    text === 'true' ? 1 : text === 'false' ? 0 : item === 1 ? true : item === 0 ? false : text.length,
    [item],
    [text],
    { name: item },
    { deep: [{ [text]: null }] },
    [[` ${text}`]],
    JSON.stringify([item]),
    JSON.stringify({ is: [text] }),
    JSON.stringify(text),
    isJson ? text : `${text} x`,
    `0${text}`,
    ...numbers,
  ]
}

const NUMBERS: readonly JsonValue[] = [-0, 0, 4.9, 5, 5.1, 10, 11]
const STRINGS: readonly JsonValue[] = [...TEXTS, ...PATHS]

const CURRENCIES: readonly JsonValue[] = ['EUR', 'eur', 'JPY', 'BHD', 'CHF', 'E\u017f', null, 5]
const AMOUNTS: readonly JsonValue[] = [
  0,
  1,
  5,
  6,
  500,
  501,
  5.5,
  5.51,
  5.501,
  -1,
  1e21,
  100_000,
  '5.50',
  '5.500',
  '1.0',
  '5,5',
  '1e0',
  '٥',
  '05',
  '',
  null,
  [5],
  ['5', 6],
]
const RECIPIENTS: readonly JsonValue[] = [
  'ana@corp.example',
  'ana@partner.example',
  'Ana@partner.example',
  'bob@eu.CORP.example',
  'eve@evil.example',
  'eve@corp.example.evil.example',
  'Ana <ana@corp.example>, Bob B. <bob@eu.corp.example>;',
  '"Doe, Jane" <jane@corp.example>',
  'ana@corp.example, eve@evil.example',
  'Team: ana@corp.example, bob@corp.example;',
  'ana@corp.example (Ana)',
  'ana@corp.example\r\nBcc: eve@evil.example',
  '"eve@evil.example" <ana@corp.example>',
  'eve%evil.example@corp.example',
  'eve@evil.example <ana@corp.example>',
  'ana@b\u00fccher.example',
  'ana',
  '',
  [],
  ['ana@corp.example', '<bob@corp.example>'],
  ['ana@corp.example', null],
  [{ address: 'ana@corp.example', name: 'Ana' }, { emailAddress: { address: 'bob@corp.example' } }],
  { email: 'eve@evil.example', name: 'ana@corp.example' },
  { email: 'ana@corp.example', bcc: 'eve@evil.example' },
]

/** Values of the type that an operator asks for. */
const VALUES: Partial<Readonly<Record<Operator, readonly JsonValue[]>>> = {
  path_within: PATHS,
  path_matches: PATHS,
  contains_secret: [
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE',
    'abc',
    ['x'],
    7,
  ],
  shell: [
    'ls',
    'git status -s',
    'git push',
    'cat /srv/a | cat',
    'cat /etc/passwd',
    'rm -rf /',
    'ls; ls',
    'ls $x',
    ['ls'],
    ['ls', '-l'],
  ],
  sql: [
    'select 1',
    'select * from a',
    'select * from app.b, secret.c',
    'delete from a where x = 1',
    'select pg_read_file(1)',
    'drop table a',
    'select 1; select 2',
    "select 'a\\'",
  ],
  email_in: RECIPIENTS,
  money: AMOUNTS,
  url_host_in: URLS,
  in_domain: URLS,
  not_in_domain: URLS,
  greater_than: NUMBERS,
  less_than: NUMBERS,
  at_least: NUMBERS,
  at_most: NUMBERS,
  contains: STRINGS,
  starts_with: STRINGS,
  ends_with: STRINGS,
  matches: STRINGS,
}

function placed(segments: FieldPath['segments'], leafValue: JsonValue): JsonObject {
  const [first] = segments
  if (first?.kind !== 'key') return {}
  let inner: JsonValue = leafValue
  for (const segment of segments.slice(1).toReversed())
    inner = segment.kind === 'key' ? { [segment.key]: inner } : [inner]
  const object: Record<string, JsonValue> = Object.create(null)
  object[first.key] = inner
  return object
}
