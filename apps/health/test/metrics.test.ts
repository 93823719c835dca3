import {
  serveHealth,
  type Health,
  type HealthEvent,
  type HealthGauges,
  type ServedHealth,
} from '@kvlar/health'
import fc from 'fast-check'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { promtool, readExposition, type Sample } from './support/exposition.ts'

const open: ServedHealth[] = []
afterEach(async () => {
  for (const served of open.splice(0)) await served.close()
})

interface Told {
  readonly served: ServedHealth
  readonly tell: (event: HealthEvent) => void
  readonly isWatched: () => boolean
}

async function serve(
  gauges: () => Promise<HealthGauges> = async () => ({}),
  more: {
    readonly host?: string
    readonly hosts?: readonly string[]
    readonly checks?: Health['checks']
  } = {},
): Promise<Told> {
  let watcher: ((event: HealthEvent) => void) | undefined
  const { checks = [], ...where } = more
  const served = await serveHealth({
    health: {
      stats: () => ({
        version: '0.3.0',
        uptimeMs: 1,
        isPolicyLoaded: true,
        rules: 14,
        allowed: 0,
        denied: 0,
        approval: 0,
      }),
      checks,
      watch: (given) => {
        watcher = given
        return () => {
          watcher = undefined
        }
      },
      gauges,
    },
    port: 0,
    ...where,
  })
  open.push(served)
  return { served, tell: (event) => watcher?.(event), isWatched: () => watcher !== undefined }
}

async function metricsOf({ served }: Told): Promise<string> {
  const response = await fetch(`${served.url}/metrics`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return response.text()
}

const valueOf = (samples: readonly Sample[], name: string, labels: Record<string, string> = {}): unknown =>
  samples.find(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )?.value

const EVENTS: readonly HealthEvent[] = [
  { kind: 'judged', outcome: 'allowed', rule: 'reads', server: 'notes', seconds: 0.000_2 },
  { kind: 'judged', outcome: 'denied', rule: '_default_deny', seconds: 0.002 },
  { kind: 'judged', outcome: 'allowed', rule: 'reads', server: 'notes', seconds: 0.1, wouldBe: 'denied' },
  { kind: 'judged', outcome: 'pending_approval', rule: 'refunds', server: '_other', seconds: 3 },
  { kind: 'unrecorded' },
  { kind: 'refused' },
  { kind: 'ended', result: 'ok', seconds: 0.3 },
  { kind: 'answered', answer: 'approved', seconds: 40 },
  { kind: 'decided', decision: 'denied', seconds: 100 },
  { kind: 'reloaded', isInForce: true },
  { kind: 'reloaded', isInForce: false },
  { kind: 'failed', part: 'limits' },
]

describe('/metrics', () => {
  test('tells what was counted in the format of Prometheus, and what is so now', async () => {
    const told = await serve(async () => ({ waiting: 3, unwritten: 1, unsigned: 7, unsignedMs: 250 }), {
      checks: [
        { name: 'record', look: () => undefined },
        { name: 'limits', look: () => 'limits cannot be counted' },
      ],
    })
    for (const event of EVENTS) told.tell(event)
    const text = await metricsOf(told)
    const samples = readExposition(text)
    const value = (name: string, labels?: Record<string, string>): unknown => valueOf(samples, name, labels)
    expect(value('kvlar_decisions_total', { outcome: 'allowed', rule: 'reads', server: 'notes' })).toBe(2)
    expect(value('kvlar_decisions_total', { outcome: 'denied', rule: '_default_deny', server: '' })).toBe(1)
    expect(value('kvlar_decide_duration_seconds_bucket', { outcome: 'allowed', le: '0.00025' })).toBe(1)
    expect(value('kvlar_decide_duration_seconds_count', { outcome: 'allowed' })).toBe(2)
    expect(value('kvlar_shadow_total', { would_be: 'denied', rule: 'reads' })).toBe(1)
    expect(value('kvlar_unrecorded_total')).toBe(1)
    expect(value('kvlar_refused_messages_total')).toBe(1)
    expect(value('kvlar_call_duration_seconds_sum', { result: 'ok' })).toBe(0.3)
    expect(value('kvlar_approval_wait_seconds_bucket', { answer: 'approved', le: '60' })).toBe(1)
    expect(value('kvlar_approval_decide_seconds_count', { decision: 'denied' })).toBe(1)
    expect(value('kvlar_policy_reloads_total', { result: 'in_force' })).toBe(1)
    expect(value('kvlar_policy_reloads_total', { result: 'kept' })).toBe(1)
    expect(value('kvlar_store_errors_total', { store: 'limits' })).toBe(1)
    expect(value('kvlar_approvals_waiting')).toBe(3)
    expect(value('kvlar_audit_unwritten_entries')).toBe(1)
    expect(value('kvlar_audit_unsigned_entries')).toBe(7)
    expect(value('kvlar_audit_unsigned_seconds')).toBe(0.25)
    expect(value('kvlar_policy_rules')).toBe(14)
    expect(value('kvlar_check_ok', { check: 'record' })).toBe(1)
    expect(value('kvlar_check_ok', { check: 'limits' })).toBe(0)
    expect(value('kvlar_info', { version: '0.3.0' })).toBe(1)
    // Where it is installed, the tool of Prometheus has nothing to say of the names either.
    expect(promtool(['check', 'metrics'], text) ?? '').toBe('')
  })

  test('has no value for what is not known, and one again when it is', async () => {
    let gauges: HealthGauges | Error = {}
    const told = await serve(async () => {
      if (gauges instanceof Error) throw gauges
      return gauges
    })
    const waiting = async (): Promise<unknown> =>
      valueOf(readExposition(await metricsOf(told)), 'kvlar_approvals_waiting')
    expect(await waiting()).toBeUndefined()
    gauges = { waiting: 2 }
    expect(await waiting()).toBe(2)
    gauges = new Error('the queue is gone')
    expect(await waiting()).toBeUndefined()
  })

  test('is counted anew by each server, and no longer once it is closed', async () => {
    const told = await serve()
    expect(told.isWatched()).toBe(true)
    await told.served.close()
    expect(told.isWatched()).toBe(false)
  })

  test('is not there where nothing is told that could be counted', async () => {
    const { stats } = { stats: () => expect.fail('nobody asks') }
    const served = await serveHealth({ health: { stats, checks: [] }, port: 0 })
    open.push(served)
    expect((await fetch(`${served.url}/metrics`)).status).toBe(404)
  })

  test('stays small and readable whatever the words are, and counts every call', async () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('a"b', 'a\\', 'a\nb', '__proto__', 'constructor', '', '_other', '💣'),
    )
    const seconds = fc.double({ min: 0, max: 1e6, noNaN: true })
    const event: fc.Arbitrary<HealthEvent> = fc.oneof(
      fc.record({
        kind: fc.constant('judged' as const),
        outcome: fc.constantFrom('allowed' as const, 'denied' as const, 'pending_approval' as const),
        rule: word,
        server: word,
        seconds,
      }),
      fc.record({ kind: fc.constant('ended' as const), result: word, seconds }),
      fc.record({ kind: fc.constant('failed' as const), part: word }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
        const told = await serve()
        for (const one of events) told.tell(one)
        const samples = readExposition(await metricsOf(told))
        await told.served.close()
        const sum = (name: string): number =>
          samples.filter((one) => one.name === name).reduce((total, one) => total + one.value, 0)
        const ofKind = (kind: HealthEvent['kind']): number => events.filter((one) => one.kind === kind).length
        expect(sum('kvlar_decisions_total')).toBe(ofKind('judged'))
        expect(sum('kvlar_call_duration_seconds_count')).toBe(ofKind('ended'))
        expect(sum('kvlar_store_errors_total')).toBe(ofKind('failed'))
      }),
      { numRuns: 30 },
    )
  })

  test('has no more series than it has room for, however many rules, servers and words come', async () => {
    const told = await serve()
    for (let index = 0; index < 5000; index += 1) {
      const [rule, server] = [`rule-${index}`, `server-${index}`]
      told.tell({ kind: 'judged', outcome: 'allowed', rule, server, seconds: 0 })
      told.tell({ kind: 'failed', part: `part-${index}` })
    }
    const samples = readExposition(await metricsOf(told))
    const series = samples.filter(({ name }) => name === 'kvlar_decisions_total')
    expect(series).toHaveLength(2001)
    expect(valueOf(series, 'kvlar_decisions_total', { rule: '_other', server: '_other' })).toBe(3000)
    expect(samples.filter(({ name }) => name === 'kvlar_store_errors_total')).toHaveLength(33)
  })
})

describe('a monitor', () => {
  async function statusFor(told: Told, host: string | undefined): Promise<number | undefined> {
    const { hostname, port } = new URL(told.served.url ?? expect.fail('it is not served'))
    const asked = httpRequest({
      hostname,
      port,
      path: '/metrics',
      agent: false,
      setHost: false,
      headers: host === undefined ? {} : { host },
    }).end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    response.resume()
    return response.statusCode
  }

  test('may call the server by an address, by localhost and by what is configured', async () => {
    const told = await serve(undefined, { hosts: ['Kvlar.internal'] })
    for (const host of [
      '127.0.0.1',
      '127.0.0.1:9101',
      '10.1.2.3:80',
      '[::1]:9101',
      '[fe80::1]',
      'localhost',
      'LOCALHOST:9101',
      'kvlar.internal',
      'KVLAR.INTERNAL:9101',
    ])
      expect([host, await statusFor(told, host)]).toEqual([host, 200])
  })

  test('may not call it by any other name, or by none: a page whose name leads here would', async () => {
    const told = await serve(undefined, { hosts: ['kvlar.internal'] })
    for (const host of [
      undefined,
      '',
      'evil.example',
      'kvlar.internal.evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '2130706433',
      '0x7f.1',
      '127.1',
      '[::1',
      '[evil]',
      '127.0.0.1:9101:x',
      'user@127.0.0.1',
    ])
      expect([host, await statusFor(told, host)]).toEqual([host, 403])
  })
})
