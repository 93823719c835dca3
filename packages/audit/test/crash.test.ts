import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TrustedKeys } from '@kvlar/audit'
import { readHome, verifyHome } from '@kvlar/audit/file'
import { beforeAll, describe, expect, test } from 'vitest'
import { keyOf, startRecording, type Acknowledged } from './children/start-recording.ts'
import { resultBody } from './chain.ts'
import { newHome, tempFolder } from './new-home.ts'
import { recorderFor } from './writer.ts'

/** Each start of a process is one kill, and every kill interrupts a writer in each of these homes. */
const KILLS = Number(process.env['KVLAR_AUDIT_KILLS'] ?? 40)
const HOMES = 5
let trusted: TrustedKeys

beforeAll(async () => {
  const keys = await keyOf(1)
  trusted = (id) => (id === keys.id ? keys.publicKeys() : undefined)
})

/** Every acknowledged entry that does not stand where it was said to. */
async function missing(dir: string, acknowledged: readonly Acknowledged[]): Promise<Acknowledged[]> {
  const found = new Set<string>()
  for await (const { chain, entry } of readHome(dir))
    if (entry.kind === 'result') found.add(`${chain} ${entry.index} ${entry.decision_id}`)
  return acknowledged.filter(({ chain, index, decisionId }) => !found.has(`${chain} ${index} ${decisionId}`))
}

const intact = { kind: 'intact', missing: [] }

describe('a process that is killed while it records', () => {
  const root = tempFolder()

  test(
    'loses no acknowledged entry at any of 200 random moments, and what is left verifies before and after recovery',
    { timeout: 120_000 },
    async () => {
      const acknowledged: Acknowledged[] = []
      const lane = async (name: string) => {
        const homes = Array.from({ length: HOMES }, (_, at) => join(root, `${name}-${at}`))
        for (let kill = 0; kill < KILLS / 2; kill++) {
          const child = startRecording(homes, { inFlight: kill % 2 === 0 ? 1 : 8 })
          // Some die while they take over the chains of the one before, most while they write.
          if (kill % 4 !== 3) await untilFirst(child)
          else await sleep(200 + Math.random() * 200)
          await sleep(Math.random() * 40)
          child.process.kill('SIGKILL')
          await child.ended
          expect(child.errors()).toBe('')
          acknowledged.push(...child.acknowledged())
        }
        return homes
      }
      const homes = (await Promise.all([lane('a'), lane('b')])).flat()
      for (const dir of homes) {
        const told = acknowledged.filter((one) => one.dir === dir)
        expect(told.length).toBeGreaterThan(0)
        const verdict = await verifyHome(dir, { keys: trusted })
        expect(verdict.chains.flatMap(({ broken }) => broken ?? [])).toEqual([])
        expect(verdict).toMatchObject(intact)
        expect(await missing(dir, told)).toEqual([])
        const next = await recorderFor(dir, await keyOf(1))
        await next.record(resultBody(0))
        await next.close()
        expect(await verifyHome(dir, { keys: trusted })).toMatchObject(intact)
        expect(await missing(dir, told)).toEqual([])
      }
    },
  )
})

async function untilFirst(child: ReturnType<typeof startRecording>): Promise<void> {
  while (child.acknowledged().length === 0 && child.process.exitCode === null) await sleep(2)
}

describe('many processes', () => {
  test('record into one home at once, each into a chain of its own, and none fails', async () => {
    const dir = newHome()
    const children = Array.from({ length: 5 }, () => startRecording(dir, { inFlight: 4, count: 60 }))
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0, 0, 0, 0])
    expect(children.map(({ errors }) => errors()).join('')).toBe('')
    const acknowledged = children.flatMap((child) => child.acknowledged())
    expect(acknowledged).toHaveLength(300)
    expect(await missing(dir, acknowledged)).toEqual([])
    expect(await verifyHome(dir, { keys: trusted })).toMatchObject(intact)
    for (const child of children) expect(new Set(child.acknowledged().map(({ chain }) => chain)).size).toBe(1)
  })

  test('that only look whether they would start leave no chain', async () => {
    const dir = newHome()
    const probes = Array.from({ length: 4 }, () => startRecording(dir, { count: 0 }))
    expect(await Promise.all(probes.map(({ ended }) => ended))).toEqual([0, 0, 0, 0])
    expect(readdirSync(join(dir, 'chains'))).toEqual([])
    expect(readdirSync(dir).toSorted()).toEqual(['chains', 'digest.key', 'home.json'])
  })
})
