// What one decision costs at 10, 100, 1,000 and 10,000 rules: `node bench/decide.mjs`.
// Rules are a realistic mix of names and globs, each with one condition on a number.
// `decide` asks for 64 names, `wide` for 2,048, `unseen` for a new one each time. Beside them, in the same run:
// a linear scan over the same rules with the same conditions, and JSON.parse of the request. Best of several rounds.
// Then 2 kB of SQL and of commands, hostile texts and depths, which must stay in proportion, calls with very many texts
// or a very long one, and paths of short names.
import { agentPrincipal, createEngine, parseGlob } from '../packages/core/src/index.ts'
import { printHostile } from './fixtures/hostile-decisions.mjs'
import { printLongCalls } from './fixtures/long-calls.mjs'
import { printReadings } from './fixtures/reading-decisions.mjs'
import { printShortNames } from './fixtures/short-name-decisions.mjs'

const SIZES = [10, 100, 1000, 10_000]
const REQUESTS = 2048
/** Tools that the agents of one process use; the wide column asks for as many names as there are requests. */
const NAMES_IN_USE = 64
const ROUNDS = 9
const FACTS = { nowMs: 1_780_000_000_000 }

const principal = agentPrincipal('bench')
const origin = { file: 'bench', line: 1, column: 1 }

/** 60 % literal names, 25 % prefixes, 8 % suffixes, 5 % `a*b`, 2 % `*mid*`. */
function pattern(index, random) {
  const share = random()
  if (share < 0.6) return `tool_${index}_run`
  if (share < 0.85) return `tool_${index}_*`
  if (share < 0.93) return `*_act_${index}`
  if (share < 0.98) return `svc_${index}_*_end`
  return `*-mid${index}-*`
}

function nameFor(text) {
  return text.replaceAll('*', 'xy')
}

/** A linear congruential generator: the same rules and requests in every run. */
function generator(seed) {
  let state = seed
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296
}

function rulesOf(count) {
  const random = generator(7)
  return Array.from({ length: count }, (_, index) => {
    const type = ['allow', 'deny', 'allow', 'require_approval'][index % 4]
    return {
      id: `rule-${index}`,
      policy: 'bench',
      origin,
      priority: 100,
      effect: { type, redactFields: [], reason: 'bench' },
      match: {
        actionTypes: ['tool_call'],
        resources: [{ kind: 'glob', text: pattern(index, random) }],
        condition: {
          kind: 'field',
          path: { text: 'amount', segments: [{ kind: 'key', key: 'amount' }] },
          operator: 'at_most',
          value: 1000,
          origin,
        },
      },
    }
  })
}

function requestsFor(rules) {
  const random = generator(11)
  return Array.from({ length: REQUESTS }, (_, index) => {
    const rule = rules[Math.floor(random() * rules.length)]
    const resource = random() < 0.9 ? nameFor(rule.match.resources[0].text) : `unknown_${index}`
    return {
      type: 'tool_call',
      resource,
      agentId: 'bench',
      principal,
      parameters: { amount: index, note: 'hello' },
    }
  })
}

function linearScan(rules) {
  const scanned = rules.map((rule) => {
    const parsed = parseGlob(rule.match.resources[0].text)
    if (!parsed.ok) throw new Error(parsed.problem)
    return { glob: parsed.glob, max: rule.match.condition.value, type: rule.effect.type }
  })
  return (action) => {
    for (const { glob, max, type } of scanned) {
      if (!glob.test(action.resource)) continue
      const { amount } = action.parameters
      if (typeof amount !== 'number' ? type !== 'allow' : amount <= max) return type
    }
    return 'deny'
  }
}

let sink = 0

/** Nanoseconds of processor time per item, best of the rounds. */
function measure(items, work, repeats) {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage()
    for (let repeat = 0; repeat < repeats; repeat += 1) for (const item of items) if (work(item)) sink += 1
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, ((user + system) * 1000) / (items.length * repeats))
  }
  return best
}

/** Bytes allocated per decision over many, after a warm-up. */
function bytesPerDecision(items, work) {
  for (let repeat = 0; repeat < 20; repeat += 1) for (const item of items) work(item)
  const before = process.memoryUsage().heapUsed
  for (let repeat = 0; repeat < 50; repeat += 1) for (const item of items) work(item)
  return Math.max(0, process.memoryUsage().heapUsed - before) / (items.length * 50)
}

const rows = SIZES.map((size) => {
  const rules = rulesOf(size)
  const policy = { name: 'bench', dialect: 'kvlar', file: 'bench', rules, digest: 'sha256:0', warnings: [] }
  const started = process.cpuUsage()
  const engine = createEngine([policy], { parseUrl: (text) => URL.parse(text) ?? undefined })
  const { user, system } = process.cpuUsage(started)
  const requests = requestsFor(rules)
  const inUse = requests.map((request, index) => ({
    ...request,
    resource: requests[index % NAMES_IN_USE].resource,
  }))
  const texts = requests.map((request) => JSON.stringify(request))
  const scan = linearScan(rules)
  const disagreement = requests.find((request) => engine.decide(request, FACTS).outcome !== scan(request))
  if (disagreement !== undefined) throw new Error(`engine and scan disagree on ${disagreement.resource}`)
  let unique = 0
  return {
    size,
    compileMs: (user + system) / 1000,
    decide: measure(inUse, (request) => engine.decide(request, FACTS).outcome === 'allow', 100),
    wide: measure(requests, (request) => engine.decide(request, FACTS).outcome === 'allow', 100),
    unseen: measure(
      requests,
      (request) =>
        engine.decide({ ...request, resource: `${request.resource}${(unique += 1)}` }, FACTS).outcome ===
        'allow',
      2,
    ),
    scan: measure(requests, (request) => scan(request) === 'allow', size > 1000 ? 1 : 10),
    parse: measure(texts, (text) => JSON.parse(text).type === 'tool_call', 20),
    bytes: bytesPerDecision(requests, (request) => engine.decide(request, FACTS)),
  }
})

const cell = (value, digits = 0) => value.toFixed(digits).padStart(10)
console.log('     rules    decide      wide    unseen      scan     parse   compile     bytes')
console.log('                  ns        ns        ns        ns        ns        ms  per call')
for (const row of rows)
  console.log(
    String(row.size).padStart(10) +
      cell(row.decide) +
      cell(row.wide) +
      cell(row.unseen) +
      cell(row.scan) +
      cell(row.parse) +
      cell(row.compileMs, 1) +
      cell(row.bytes, 1),
  )
const [first, last] = [rows.at(0), rows.at(-1)]
console.log(
  `\n10,000 rules cost ${(last.decide / first.decide).toFixed(2)} times what 10 cost (2,048 names: ${(last.wide / first.wide).toFixed(2)}, unseen names: ${(last.unseen / first.unseen).toFixed(2)})`,
)
console.log(
  `at 10,000 rules: ${(last.scan / last.decide).toFixed(0)} times faster than a scan, ${(last.parse / last.decide).toFixed(1)} decisions per JSON.parse`,
)
printReadings()
printHostile()
printLongCalls()
printShortNames()
if (sink < 0) console.log(sink)
