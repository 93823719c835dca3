import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DurableCounters } from '@kvlar/core'
import { openSqliteCounters } from '@kvlar/gate/sqlite'
import { describeCounters, leaves, rate, reads } from '../../core/test/counters-contract.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kvlar-counters-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
describeCounters('SQLite', async () => {
  const file = join(folder, `counters-${(files += 1)}.db`)
  const opened: DurableCounters[] = []
  const reopen = async () => {
    const counters = await openSqliteCounters(file)
    opened.push(counters)
    return counters
  }
  return {
    counters: await reopen(),
    reopen,
    close: async () => void (await Promise.all(opened.map((one) => one.close()))),
  }
})

describe('counters in a file', () => {
  const at = (decisionId: string, nowMs: number) => ({ decisionId, nowMs, needs: [], marks: [] })

  test('are there after a restart, under the same name', async () => {
    const file = join(folder, 'below', 'counters.db')
    const first = await openSqliteCounters(file)
    await first.count({ ...at('1', 1000), marks: [leaves('s', { amount: 7, keepMs: 60_000 })] })
    await first.close()
    const second = await openSqliteCounters(file)
    expect(second.id).toBe(first.id)
    const needs = [reads('s', { windowMs: 60_000 })]
    expect((await second.count({ ...at('2', 2000), needs })).counts.get('60000 s')).toBe(7)
    await second.close()
  })

  test('are for their owner alone', async () => {
    const file = join(folder, 'own', 'counters.db')
    const counters = await openSqliteCounters(file)
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(statSync(join(folder, 'own')).mode & 0o077).toBe(0)
    await counters.close()
  })

  test('stand still after a clock that was ahead, open nothing by its step back, and go on once all is reset', async () => {
    const counters = await openSqliteCounters(join(folder, 'counters.db'))
    const [early, ahead, windowMs] = [1_000_000, 8_200_000, 1000]
    const found = async (id: string, nowMs: number) =>
      (await counters.count({ ...at(id, nowMs), needs: [rate('k', windowMs)] })).counts.get('k')
    expect([await found('1', ahead), await found('2', early), await found('3', early + 5000)]).toEqual([
      1, 2, 3,
    ])
    await counters.reset('k')
    expect([await found('4', early), await found('5', early + 5000)]).toEqual([1, 2])
    await counters.reset()
    expect([await found('6', early), await found('7', early + 5000)]).toEqual([1, 1])
    await counters.close()
  })

  test('hold nothing that has lapsed for long', async () => {
    const counters = await openSqliteCounters(join(folder, 'counters.db'))
    for (let index = 0; index < 300; index += 1)
      await counters.count({ ...at(`d${index}`, 1000), needs: [rate('k')] })
    expect(await counters.list(1000)).toMatchObject([{ series: 'k', calls: 300 }])
    for (const nowMs of [5000, 5001]) await counters.count({ ...at(`e${nowMs}`, nowMs), needs: [rate('k')] })
    expect(await counters.reset()).toBe(2)
    await counters.close()
  })

  test('count anew a decision whose time has lapsed, also before that is cleared away', async () => {
    const counters = await openSqliteCounters(join(folder, 'counters.db'))
    const ids = Array.from({ length: 600 }, (_, index) => `d${index}`)
    for (const id of ids) await counters.count({ ...at(id, 1000), needs: [rate('k')] })
    for (const id of ids.toReversed().slice(0, 3))
      await counters.count({ ...at(id, 9000), needs: [rate('k')] })
    for (const id of ids.slice(0, 3)) await counters.count({ ...at(id, 9001), needs: [rate('k')] })
    expect((await counters.count({ ...at('x', 9002), needs: [rate('k')] })).counts.get('k')).toBe(7)
    await counters.close()
  })

  test('are listed with what they add up to, and forgotten one by one or all', async () => {
    const counters = await openSqliteCounters(join(folder, 'counters.db'))
    for (const [id, series] of [
      ['1', 'a'],
      ['2', 'a'],
      ['3', 'b'],
    ] as const)
      await counters.count({ ...at(id, 1000), marks: [leaves(series, { amount: 5 })] })
    await counters.settle('1', 'ok')
    expect(await counters.list(1001)).toEqual([
      { series: 'a', calls: 2, total: 10, open: 1, firstMs: 1000, lastMs: 1000 },
      { series: 'b', calls: 1, total: 5, open: 1, firstMs: 1000, lastMs: 1000 },
    ])
    expect(await counters.reset('a')).toBe(2)
    expect((await counters.list(1001)).map(({ series }) => series)).toEqual(['b'])
    expect(await counters.reset()).toBe(1)
    await counters.close()
  })

  test('that were deleted under a process are unavailable, not empty', async () => {
    const file = join(folder, 'counters.db')
    const counters = await openSqliteCounters(file)
    rmSync(file)
    await expect(counters.count({ ...at('1', 1000), needs: [rate('k')] })).rejects.toThrow('unavailable')
    await counters.close()
  })

  test('are not made where they must be there', async () => {
    const file = join(folder, 'counters.db')
    await expect(openSqliteCounters(file, { mayMake: false })).rejects.toMatchObject({
      code: 'EVALUATION_STATE_UNAVAILABLE',
    })
    expect(existsSync(file)).toBe(false)
  })

  test('are told later how a call ended that could not be told, unless the call is counted again meanwhile', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    const file = join(folder, 'counters.db')
    const [counters, other] = [await openSqliteCounters(file), await openSqliteCounters(file)]
    const marks = [leaves('s')]
    for (const id of ['1', '2']) await counters.count({ ...at(id, 1000), marks })
    const holder = new DatabaseSync(file)
    holder.exec('BEGIN IMMEDIATE')
    for (const id of ['1', '2']) await expect(counters.settle(id, 'not_run')).rejects.toThrow('unavailable')
    holder.exec('ROLLBACK')
    holder.close()
    await counters.count({ ...at('2', 1001), marks })
    await counters.close()
    expect((await other.count({ ...at('x', 1002), needs: [reads('s')] })).counts.get('1000 s')).toBe(1)
    await other.close()
  })

  test('that another process holds for longer than a moment are unavailable', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    const file = join(folder, 'counters.db')
    const counters = await openSqliteCounters(file)
    const holder = new DatabaseSync(file)
    holder.exec('BEGIN IMMEDIATE')
    await expect(counters.count({ ...at('1', 1000), needs: [rate('k')] })).rejects.toThrow('unavailable')
    holder.exec('ROLLBACK')
    holder.close()
    expect((await counters.count({ ...at('2', 1000), needs: [rate('k')] })).counts.get('k')).toBe(1)
    await counters.close()
  })
})
