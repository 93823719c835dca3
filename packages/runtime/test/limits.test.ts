import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openKvlar, type KvlarSettings, type Notice } from '@kvlar/runtime'
import { resetLimits } from '@kvlar/runtime/limits'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newUser, type User } from './support/user.ts'

const POLICY = `
name: orders
rules:
  - id: reads
    match_on: { resources: [read_order] }
    effect: { type: allow }
  - id: refunds
    match_on:
      resources: [issue_refund]
      conditions: [{ sum: { of: amount, within: 1d, at_most: 100 } }]
    effect: { type: allow }
  - id: no-more
    match_on: { resources: [issue_refund] }
    effect: { type: deny, reason: the budget is spent, suggestion: ask ana }
`

let user: User
let file: string

beforeEach(() => {
  user = newUser()
  user.writePolicy(POLICY)
  file = join(user.home, 'state', 'kvlar', 'limits', 'limits.db')
  for (const [name, value] of Object.entries(user.env)) vi.stubEnv(name, value)
})

afterEach(() => {
  vi.unstubAllEnvs()
  user.remove()
})

/** What becomes of a refund in a Kvlar that is opened for it and closed again. */
async function refund(amount: number, settings: KvlarSettings = {}): Promise<unknown> {
  const kvlar = await openKvlar({ tell: () => {}, ...settings })
  try {
    const issue = kvlar.guard('issue_refund', (given: { amount: number }) => given.amount)
    return await issue({ amount }).catch((error: unknown) => error)
  } finally {
    await kvlar.close()
  }
}

interface Row {
  readonly kind: string
  readonly step?: string
  readonly calls?: number
}

function recorded(): readonly Row[] {
  const { out } = user.kvlar('audit', 'tail', '--json', '--lines', '100')
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

describe('limits', () => {
  test('outlive the program, and are one for every program of the user', async () => {
    expect(await refund(60)).toBe(60)
    expect(await refund(60)).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' })
    const [left, right] = await Promise.all([openKvlar(), openKvlar()])
    const spend = async ({ guard }: typeof left) =>
      guard(
        'issue_refund',
        (given: { amount: number }) => given.amount,
      )({ amount: 30 }).then(
        () => 'ran',
        () => 'stopped',
      )
    expect((await Promise.all([spend(left), spend(right)])).toSorted()).toEqual(['ran', 'stopped'])
    await Promise.all([left.close(), right.close()])
  })

  test('are kept in memory where that is asked for', async () => {
    expect(await refund(60, { limits: 'memory' })).toBe(60)
    expect(await refund(60, { limits: 'memory' })).toBe(60)
    expect(existsSync(file)).toBe(false)
  })

  test('leave nothing behind where no rule with state is about a call', async () => {
    const kvlar = await openKvlar()
    const read = kvlar.guard('read_order', (given: { id: number }) => given.id)
    expect(await read({ id: 7 })).toBe(7)
    await kvlar.close()
    expect(existsSync(file)).toBe(false)
  })

  test('may lie elsewhere, and no call reaches the file', async () => {
    const elsewhere = join(user.home, 'my-limits.db')
    const kvlar = await openKvlar({ limits: { file: elsewhere } })
    const read = kvlar.guard('read_order', (given: { path: string }) => given.path)
    await expect(read({ path: elsewhere })).rejects.toMatchObject({ code: 'KVLAR_PROTECTED_PATH' })
    await kvlar.close()
    await expect(openKvlar({ limits: {} as never })).rejects.toThrow('`limits.file` is missing')
    await expect(openKvlar({ limits: 'disk' as never })).rejects.toThrow('`memory`')
  })

  test('whose file is gone deny until a person has them begin anew, which is recorded', async () => {
    expect(await refund(60)).toBe(60)
    rmSync(join(user.home, 'state', 'kvlar', 'limits'), { recursive: true })
    const told: Notice[] = []
    expect(await refund(1, { tell: (notice) => told.push(notice) })).toMatchObject({
      code: 'EVALUATION_STATE_UNAVAILABLE',
    })
    expect(told.map(({ text }) => text).join()).toContain('is gone')
    expect(existsSync(file)).toBe(false)
    const kvlar = await openKvlar({ tell: () => undefined })
    const counted = { decisionId: 'd', nowMs: Date.now(), needs: [], marks: [] }
    await expect(kvlar.counters.count(counted)).rejects.toMatchObject({ code: 'SETTINGS_LIMITS_GONE' })
    await kvlar.close()
    expect(user.kvlar('limits', 'reset', '--all')).toMatchObject({ status: 0 })
    expect(await refund(60)).toBe(60)
    expect(recorded().filter(({ kind }) => kind === 'limits')).toMatchObject([
      { step: 'begun' },
      { step: 'reset', calls: 0 },
    ])
  })

  test('of which none was counted cannot be forgotten, and are not begun by that', async () => {
    const options = { named: {}, record: false, tell: () => undefined } as const
    await expect(resetLimits('none', options)).rejects.toMatchObject({ code: 'SETTINGS_NO_LIMITS' })
    expect(existsSync(file)).toBe(false)
  })

  test('are listed and forgotten by a person, one by one', async () => {
    expect(await refund(60)).toBe(60)
    const { out } = user.kvlar('limits', 'list')
    expect(out).toMatch(/^[0-9a-f]{8} {2}60 {2}sum of rule refunds \(orders\), principal agent sdk-agent$/m)
    const [row] = JSON.parse(user.kvlar('limits', 'list', '--json').out) as { id: string }[]
    expect(user.kvlar('limits', 'reset', 'ffffffff').status).not.toBe(0)
    expect(user.kvlar('limits', 'reset').status).not.toBe(0)
    expect(user.kvlar('limits', 'reset', row?.id ?? '')).toMatchObject({ status: 0 })
    expect(await refund(60)).toBe(60)
    expect(recorded().filter(({ kind }) => kind === 'limits')).toMatchObject([
      { step: 'begun' },
      { step: 'reset', calls: 1 },
    ])
  })
})
