import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { serveHealth, type HealthEvent } from '@kvlar/health'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { promtool, readExposition } from './support/exposition.ts'

const FOLDER = resolve(import.meta.dirname, '../../../examples/monitoring')
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8')

interface Dashboard {
  readonly panels: readonly {
    readonly id: number
    readonly title: string
    readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>
    readonly targets: readonly { readonly refId: string; readonly expr: string }[]
  }[]
}

interface Alerts {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[]
}

const { panels } = JSON.parse(read('dashboard.json')) as Dashboard
const alerts = (parse(read('alerts.yml')) as Alerts).groups.flatMap(({ rules }) => rules)
const expressions = [
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
]

/** Each metric with the labels that it has here, from a server that was told one event of each kind. */
async function served(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const labels = new Map<string, Set<string>>()
  const events: readonly HealthEvent[] = [
    { kind: 'judged', outcome: 'allowed', rule: 'r', server: 's', seconds: 1, wouldBe: 'denied' },
    { kind: 'unrecorded' },
    { kind: 'refused' },
    { kind: 'ended', result: 'ok', seconds: 1 },
    { kind: 'answered', answer: 'approved', seconds: 1 },
    { kind: 'decided', decision: 'approved', seconds: 1 },
    { kind: 'reloaded', isInForce: true },
    { kind: 'failed', part: 'limits' },
  ]
  const stats = {
    version: '1',
    uptimeMs: 1,
    isPolicyLoaded: true,
    rules: 1,
    allowed: 1,
    denied: 0,
    approval: 0,
  }
  const health = await serveHealth({
    health: {
      stats: () => stats,
      checks: [{ name: 'record', look: () => undefined }],
      watch: (watcher) => {
        events.forEach(watcher)
        return () => {}
      },
      gauges: async () => ({ waiting: 1, unwritten: 1, unsigned: 1, unsignedMs: 1 }),
    },
    port: 0,
  })
  const text = await (await fetch(`${health.url}/metrics`)).text()
  await health.close()
  for (const sample of readExposition(text)) {
    const known = labels.get(sample.name) ?? new Set(['instance', 'job'])
    labels.set(sample.name, known)
    for (const label of Object.keys(sample.labels)) known.add(label)
  }
  return labels
}

test('dashboard and alerts ask for metrics and labels that there are', async () => {
  const metrics = await served()
  for (const [title, expression] of expressions) {
    const named = [...expression.matchAll(/\b((?:kvlar|process)_\w+|up\b)(?:\{([^}]*)\})?/g)]
    expect([title, named.length > 0]).toEqual([title, true])
    for (const [, name = '', selector = ''] of named) {
      const known = name === 'up' ? new Set(['instance', 'job']) : metrics.get(name)
      expect([title, name, known === undefined]).toEqual([title, name, false])
      for (const [, label = ''] of selector.matchAll(/(\w+)\s*[=!]/g))
        expect([title, name, label, known?.has(label)]).toEqual([title, name, label, true])
    }
    // What it is grouped by is a label of something that it asks for.
    const labels = new Set(named.flatMap(([, name = '']) => Array.from(metrics.get(name) ?? [])))
    for (const [, list = ''] of expression.matchAll(/\bby \(([^)]*)\)/g))
      for (const label of list.split(',').map((one) => one.trim()))
        expect([title, label, labels.has(label)]).toEqual([title, label, true])
  }
})

test('every metric of Kvlar is looked at by the dashboard or an alert', async () => {
  const asked = new Set(expressions.flatMap(([, expression]) => expression.match(/\bkvlar_\w+/g) ?? []))
  const families = [...(await served()).keys()]
    .filter((name) => name.startsWith('kvlar_'))
    .map((name) => name.replace(/_(?:bucket|sum|count)$/, ''))
  const unseen = [...new Set(families)].filter(
    (family) => ![...asked].some((name) => name.replace(/_(?:bucket|sum|count)$/, '') === family),
  )
  expect(unseen).toEqual(['kvlar_policy_rules'])
})

test('the panels of the dashboard have ids of their own and lie beside each other', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  const taken = new Map<string, string>()
  for (const { title, gridPos, targets } of panels) {
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        expect([title, x, y, x < 24 ? taken.get(`${x}:${y}`) : 'outside']).toEqual([title, x, y, undefined])
        taken.set(`${x}:${y}`, title)
      }
  }
})

test('the tool of Prometheus reads every expression and tries the alerts, where it is installed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-monitoring-'))
  try {
    // An expression of a panel is read as that of a rule, with the variables of Grafana in their places.
    const rules = expressions.map(([, expr], index) => ({
      record: `panel:${index}`,
      expr: expr
        .replaceAll('$__rate_interval', '5m')
        .replaceAll('$__range', '6h')
        .replaceAll('$instance', '.*'),
    }))
    const file = join(folder, 'panels.json')
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules }] }))
    for (const args of [
      ['check', 'rules', file],
      ['check', 'rules', join(FOLDER, 'alerts.yml')],
      ['test', 'rules', join(FOLDER, 'alerts.test.yml')],
    ])
      expect(promtool(args) ?? '').toBe('')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
