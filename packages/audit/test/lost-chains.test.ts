import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  homeReportLines,
  openHome,
  readHomeId,
  storePolicies,
  tracesOfLostChains,
  verifyHome,
} from '@kvlar/audit/file'
import type { Head } from '@kvlar/audit'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { resultBody } from './chain.ts'
import { newHome, tempFolder } from './new-home.ts'
import { recorderFor } from './writer.ts'

const recorded = tempFolder()
let keys: KeyPair

const verify = (dir: string, known: readonly Head[] = []) =>
  verifyHome(dir, { known, keys: (id) => (id === keys.id ? keys.publicKeys() : undefined) })

beforeAll(async () => {
  keys = await KeyPair.generate()
  const recorder = await recorderFor(recorded, keys)
  await storePolicies(await openHome(recorded), 'sha256:0', [
    { name: 'p', digest: 'sha256:0', texts: [{ file: 'policy.yaml', text: 'name: p' }] },
  ])
  await recorder.record(resultBody(0))
  await recorder.close()
})

function copyOf(dir: string): string {
  const copy = newHome()
  cpSync(dir, copy, { recursive: true })
  return copy
}

describe('a home from which every chain was taken', () => {
  const takings: readonly (readonly [string, (dir: string) => void])[] = [
    ['their folders', (dir) => emptyFolder(join(dir, 'chains'))],
    ['the folder of all of them', (dir) => rmSync(join(dir, 'chains'), { recursive: true })],
    [
      'the files in their folders',
      (dir) => readdirSync(join(dir, 'chains')).forEach((chain) => emptyFolder(join(dir, 'chains', chain))),
    ],
  ]

  test.each(takings)('is broken and not intact: %s', async (_, take) => {
    const dir = copyOf(recorded)
    expect(await verify(dir)).toMatchObject({ kind: 'intact', traces: [] })
    take(dir)
    const verdict = await verify(dir)
    expect(verdict.kind).toBe('broken')
    expect(verdict.traces).not.toEqual([])
  })

  test.each(['keys', 'policies'])('is broken while only `%s` tells of them', async (folder) => {
    const dir = copyOf(recorded)
    emptyFolder(join(dir, 'chains'))
    const other = folder === 'keys' ? 'policies' : 'keys'
    rmSync(join(dir, other), { recursive: true })
    const { kind, traces } = await verify(dir)
    expect([kind, traces.map((trace) => trace.split('/')[0])]).toEqual(['broken', [folder]])
    expect(await tracesOfLostChains(dir)).toEqual(traces)
  })
})

describe('a home of which nothing but its folder is left', () => {
  const head: Head = { chain: 'ab'.repeat(16), size: 7, root: new Uint8Array(32) }

  test.each(['nothing in it', 'not even the folder'])(
    'is broken for whoever kept a head: %s',
    async (what) => {
      const dir = newHome()
      if (what !== 'nothing in it') rmSync(dir, { recursive: true })
      expect(await verify(dir, [head])).toMatchObject({ kind: 'broken', chains: [], missing: [head] })
      await expect(verify(dir)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    },
  )
})

test.each(['chains', 'keys', 'policies'])(
  'a home that does not say which one it is was changed, as `%s` tells',
  async (left) => {
    const dir = copyOf(recorded)
    rmSync(join(dir, 'home.json'))
    for (const folder of ['chains', 'keys', 'policies'].filter((name) => name !== left))
      rmSync(join(dir, folder), { recursive: true })
    for (const read of [readHomeId, verify])
      await expect(read(dir)).rejects.toMatchObject({ code: 'AUDIT_CORRUPT' })
  },
)

test('a chain whose entries are gone while its own notes tell of them is broken, whatever else there is', async () => {
  const dir = copyOf(recorded)
  const [chain = ''] = readdirSync(join(dir, 'chains'))
  const other = 'cd'.repeat(16)
  cpSync(join(dir, 'chains', chain), join(dir, 'chains', other), { recursive: true })
  for (const file of readdirSync(join(dir, 'chains', other)).filter((name) => name.endsWith('.jsonl')))
    rmSync(join(dir, 'chains', other, file))
  const { kind, chains } = await verify(dir)
  expect(kind).toBe('broken')
  expect(chains.find((one) => one.chain === other)?.broken?.code).toBe('ROLLED_BACK')
})

test('a chain of which nothing is known but its folder is called empty, and not intact', async () => {
  const dir = copyOf(recorded)
  mkdirSync(join(dir, 'chains', 'ef'.repeat(16)))
  const judged = { ...(await verify(dir)), home: dir, isPinned: true }
  expect(judged.kind).toBe('intact')
  expect(homeReportLines(judged, (_tone, text) => text).join('\n')).toMatch(
    /^empty chain (?:ef){16}: 0 entries$/m,
  )
})

test('a home in which nothing was ever recorded is empty, also after a writer opened it and left', async () => {
  const dir = newHome()
  await (await recorderFor(dir, keys)).close()
  expect(await verify(dir)).toMatchObject({ kind: 'empty', chains: [], missing: [], traces: [] })
})

function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  mkdirSync(folder, { recursive: true })
}
