import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditRow } from '@kvlar/audit'
import { newestRows, readHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, expect, test } from 'vitest'
import { resultBody } from './chain.ts'
import { newHome } from './new-home.ts'
import { recorderFor } from './writer.ts'

let keys: KeyPair
beforeAll(async () => {
  keys = await KeyPair.generate()
})

/** The same by reading everything. */
async function lastRows(dir: string, count: number): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = []
  for await (const row of readHome(dir)) rows.push(row)
  return rows.slice(-count).toReversed()
}

const idsOf = (rows: readonly AuditRow[]): readonly string[] =>
  rows.map(({ chain, entry }) => `${chain}:${entry.index}`).toSorted()

test('the newest entries are those that reading everything ends with, over chains and segments', async () => {
  const dir = newHome()
  // Two writers at once make two chains; small segments make many files.
  const writers = [
    await recorderFor(dir, keys, { segmentBytesMax: 2048 }),
    await recorderFor(dir, keys, { segmentBytesMax: 2048 }),
  ]
  for (let index = 0; index < 40; index += 1) {
    await Promise.all(writers.map((one) => one.record(resultBody(index))))
    // Times have milliseconds: entries of one would have no order over chains.
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  for (const one of writers) await one.close()
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\d{16}\.jsonl$/.test(name),
  )
  expect(files.length).toBeGreaterThan(8)
  for (const count of [2, 20, 200])
    expect(idsOf(await newestRows(dir, count))).toEqual(idsOf(await lastRows(dir, count)))
  const times = (await newestRows(dir, 50)).map(({ entry }) => entry.time)
  expect(times).toEqual(times.toSorted().toReversed())
})

test('lines that are no entries, and a torn one, are left out: whether the record is intact says the verifier', async () => {
  const dir = newHome()
  const writer = await recorderFor(dir, keys)
  for (let index = 0; index < 3; index += 1) await writer.record(resultBody(index))
  await writer.close()
  const whole = await newestRows(dir, 10)
  const [segment = ''] = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\d{16}\.jsonl$/.test(name))
    .slice(-1)
  appendFileSync(join(dir, segment), '{"not":"an entry"}\n{"torn')
  expect(await newestRows(dir, 10)).toEqual(whole)
})

test('a home without chains has no entries, and no home is an error', async () => {
  const dir = newHome()
  await expect(newestRows(dir, 10)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
  const writer = await recorderFor(dir, keys)
  await writer.close()
  expect(await newestRows(dir, 10)).toEqual([])
})
