import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PolicyBody } from '@kvlar/audit'
import { heldChains, verifyHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, expect, test } from 'vitest'
import { resultBody } from './chain.ts'
import { startRecording } from './children/start-recording.ts'
import { newHome } from './new-home.ts'
import { recorderFor } from './writer.ts'

let keys: KeyPair
beforeAll(async () => {
  keys = await KeyPair.generate()
})

const MIB = 1024 * 1024
const policy = (digit: string, more: Partial<PolicyBody> = {}): PolicyBody => ({
  kind: 'policy',
  policy_digest: `sha256:${digit.repeat(64)}`,
  policies: [],
  ...more,
})

test('chains that are being written are known with what came into force last, and no others', async () => {
  const dir = newHome()
  const [first, second] = [
    await recorderFor(dir, keys, { segmentBytesMax: 1024 }),
    await recorderFor(dir, keys),
  ]
  const { chain } = await first.record(policy('1'))
  await first.record(policy('2', { observe_only: { until: '2026-11-30T12:00:00.000Z' } }))
  // Over several files, and past a line that only looks like it.
  for (let index = 0; index < 20; index += 1) await first.record(resultBody(index))
  const other = await second.record({
    kind: 'approval',
    approval_id: 'a',
    step: 's',
    detail: { kind: 'policy' },
  })
  expect(new Map((await heldChains(dir, MIB)).map((one) => [one.chain, one.policy]))).toEqual(
    new Map([
      [chain, expect.objectContaining(policy('2', { observe_only: { until: '2026-11-30T12:00:00.000Z' } }))],
      [other.chain, undefined],
    ]),
  )
  expect(await heldChains(dir, 0)).toEqual([{ chain: expect.any(String) }, { chain: expect.any(String) }])
  // Whoever looks is in nobody's way.
  await Promise.all([heldChains(dir, MIB), first.record(resultBody(21)), heldChains(dir, MIB)])
  await first.close()
  expect((await heldChains(dir, MIB)).map((one) => one.chain)).toEqual([other.chain])
  await second.close()
  expect(await heldChains(dir, MIB)).toEqual([])
  expect((await verifyHome(dir, { keys: () => keys.publicKeys() })).kind).toBe('intact')
})

test('a writer that was killed holds nothing, and looking makes nothing', async () => {
  const dir = newHome()
  const recording = startRecording(dir)
  while (recording.acknowledged().length === 0) {
    if (recording.process.exitCode !== null) throw new Error(recording.errors())
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(await heldChains(dir, MIB)).toHaveLength(1)
  recording.process.kill('SIGKILL')
  await recording.ended
  expect(await heldChains(dir, MIB)).toEqual([])
  const [chain = ''] = readdirSync(join(dir, 'chains'))
  const claim = join(dir, 'chains', chain, 'claim.sqlite')
  const before = readFileSync(claim)
  await heldChains(dir, MIB)
  expect(readFileSync(claim)).toEqual(before)
  rmSync(claim)
  expect(await heldChains(dir, MIB)).toEqual([])
  expect(existsSync(claim)).toBe(false)
})
