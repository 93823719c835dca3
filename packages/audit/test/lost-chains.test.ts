import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openHome, storePolicies, tracesOfLostChains, verifyHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { resultBody } from './chain.ts'
import { newHome, tempFolder } from './new-home.ts'
import { recorderFor } from './writer.ts'

const recorded = tempFolder()
let keys: KeyPair

const verify = (dir: string) =>
  verifyHome(dir, { keys: (id) => (id === keys.id ? keys.publicKeys() : undefined) })

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

test('a home in which nothing was ever recorded is empty, also after a writer opened it and left', async () => {
  const dir = newHome()
  await (await recorderFor(dir, keys)).close()
  expect(await verify(dir)).toMatchObject({ kind: 'empty', chains: [], missing: [], traces: [] })
})

function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  mkdirSync(folder, { recursive: true })
}
