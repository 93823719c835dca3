import type { JsonObject } from '@kvlar/core/json'
import { cardOf, headline, KEYS, mostUrgentFirst, renderCall, requestSummary } from '@kvlar/reviewer'
import { describe, expect, test } from 'vitest'
import { call, memoryApprovals } from '../../../approvals/test/calls.ts'
import { openQueue, queueFile } from '../../../approvals/test/queues.ts'
import { shownCard } from '@kvlar/reviewer/terminal'

async function argumentsOf(args: JsonObject): Promise<readonly string[]> {
  const { approvals } = memoryApprovals()
  const { request } = await approvals.request(call(args))
  const card = cardOf(request, {
    nowMs: 0,
    requests: [],
    renderings: renderCall(request.call, () => undefined),
  })
  const part = card.parts.find(({ kind }) => kind === 'arguments')
  return part?.kind === 'arguments' ? part.values.map(({ name }) => name) : []
}

describe('the arguments of a call', () => {
  test('stand in the order in which they were given, what decides first', async () => {
    expect(await argumentsOf({ zeta: 1, alpha: 2, path: '/a', mid: 3 })).toEqual([
      'path',
      'zeta',
      'alpha',
      'mid',
    ])
  })

  test.each([
    [{ newText: 'b', oldText: 'a' }, ['oldText', 'newText']],
    [{ new_string: 'b', x: 1, old_string: 'a' }, ['old_string', 'new_string', 'x']],
    [{ AFTER: 'b', BEFORE: 'a' }, ['BEFORE', 'AFTER']],
    [{ to: 'b', amount: 3, from: 'a' }, ['from', 'to', 'amount']],
    [{ destination: 'b', source: 'a' }, ['source', 'destination']],
    [{ newest: 1, ended: 2 }, ['newest', 'ended']],
  ] as const)('show what was before what will be: %j', async (args, order) => {
    expect(await argumentsOf(args)).toEqual(order)
  })

  test('keep that order on disk, and inside of lists and objects', async () => {
    const approvals = await openQueue(queueFile())
    const { request } = await approvals.request(
      call(
        { z: 1, edits: [{ newText: 'two', oldText: 'one' }], a: 2 },
        { action: { resource: 'edit_file' } },
      ),
    )
    const kept = await approvals.get(request.id)
    const text = (await shownCard(approvals, kept ?? request, { width: 80 }))
      .map((line) => line.text)
      .join('\n')
    const places = ['z  number', 'oldText', 'newText', 'a  number'].map((name) => text.indexOf(name))
    expect(places.every((at) => at > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})

describe('the headline names what a call is about', () => {
  test.each([
    ['deploy', { environment: 'production', version: '4.2' }, 'production'],
    ['delete_bucket', { force: true, bucket: 'invoices' }, 'invoices'],
    ['rotateCertificate', { certificate: 'api.corp.example', days: 3 }, 'api.corp.example'],
    ['delete_user', { hard: true, user_id: 7 }, '7'],
    ['deploy', { service: 'checkout', environment: 'production' }, 'checkout, production'],
    ['issue_refund', { order: 'A-1042', amount: 640.5, currency: 'EUR' }, '640.5 EUR, A-1042'],
    ['transfer', { to: 'bob', amount_cents: 5, currency: 'EUR', env: 'test' }, '0.05 EUR, bob, test'],
    ['anything', { count: 3, colour: 'red' }, 'red'],
    ['anything', { count: 3 }, undefined],
    ['anything', { reason: 'because', password: 'hunter2hunter2' }, undefined],
  ] as const)('%s %j', async (resource, args, subject) => {
    const { approvals } = memoryApprovals()
    const { request } = await approvals.request(call(args, { action: { resource } }))
    expect(headline(request.call).subject).toBe(subject)
  })
})

describe('what waits is listed by urgency', () => {
  test('what is critical or soon over first, then what ends first', async () => {
    const { approvals, clock } = memoryApprovals()
    const ask = async (n: number, timeoutMs: number, riskLevel: 'low' | 'critical' = 'low') =>
      (await approvals.request(call({ n }, { riskLevel, terms: { timeoutMs } }))).request
    const late = await ask(1, 3_600_000)
    const critical = await ask(2, 7_200_000, 'critical')
    const soon = await ask(3, 600_000)
    const order = () =>
      mostUrgentFirst([late, critical, soon].map(requestSummary), clock.ms).map(({ id }) => id)
    expect(order()).toEqual([critical.id, soon.id, late.id])
    // In its last quarter it cannot wait any more than what is critical, and ends before it.
    clock.ms += 500_000
    expect(order()).toEqual([soon.id, critical.id, late.id])
  })
})

describe('the keys of page and terminal', () => {
  test('are one table, in which no key does two things', () => {
    const keys = KEYS.flatMap((row) => row.keys)
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(KEYS.map(({ act }) => act)).size).toBe(KEYS.length)
  })
})
