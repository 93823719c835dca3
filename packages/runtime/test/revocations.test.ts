import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Revocation, Target } from '@kvlar/gate'
import { fileRevocations } from '@kvlar/runtime/standing'
import { describeRevocations } from '../../gate/test/standing-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvlar-revocations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
const fresh = (): string => join(folder, `${++files}`, 'standing', 'revocations.jsonl')
const of = (target: Target): Revocation => ({ target, reason: 'stolen', by: 'ana', atMs: 1 })
const session = (id: string): Target => ({ kind: 'session', id })

describeRevocations('revocations in a file', {
  open: (name) => fileRevocations(join(folder, name, 'revocations.jsonl')),
})

describe('a file of revocations', () => {
  test('holds for everybody who reads it from then on, and is for its owner alone', async () => {
    const path = fresh()
    const [one, other] = [fileRevocations(path), fileRevocations(path)]
    expect(other.find([session('a')])).toBeUndefined()
    await one.revoke(of(session('a')))
    expect(other.find([session('a')])).toEqual(of(session('a')))
    await other.restore(session('a'))
    expect(one.find([session('a')])).toBeUndefined()
    expect(fileRevocations(path).find([session('a')])).toBeUndefined()
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('loses nothing that processes say at the same time', async () => {
    const path = fresh()
    const program = resolve(import.meta.dirname, 'children/revoke.ts')
    const children = ['a', 'b', 'c', 'd'].map((name) =>
      spawn(process.execPath, [program, path, name, '50'], { stdio: 'inherit' }),
    )
    const ends = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0] as unknown))
    expect(ends).toEqual([0, 0, 0, 0])
    const listed = await fileRevocations(path).list()
    expect(new Set(listed.map(({ target }) => ('id' in target ? target.id : ''))).size).toBe(200)
  })

  test.each<[string, (path: string) => void]>([
    ['is gone', (path) => rmSync(path)],
    ['has become shorter', (path) => truncateSync(path, 5)],
    ['is empty', (path) => truncateSync(path, 0)],
    ['holds a line of something else', (path) => appendFileSync(path, 'something else\n')],
    [
      'holds a line with more than it may have',
      (path) => appendFileSync(path, '{"step":"restored","target":{"kind":"everything"},"x":1}\n'),
    ],
    [
      'holds a line that restores nobody',
      (path) => appendFileSync(path, '{"step":"restored","target":{"kind":"session"}}\n'),
    ],
    [
      'is a folder',
      (path) => {
        rmSync(path)
        mkdirSync(path)
      },
    ],
  ])('that was read and %s lets nobody pass', async (_what, spoil) => {
    const path = fresh()
    const store = fileRevocations(path)
    await store.revoke(of(session('a')))
    spoil(path)
    expect(() => store.find([session('other')])).toThrow(path)
  })

  test('that cannot be read at the start lets nobody pass', () => {
    const path = fresh()
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, 'nothing that is known\n')
    expect(() => fileRevocations(path).find([session('a')])).toThrow('line 1')
  })

  test('whose writer died in the middle of a line keeps what was said before and after', async () => {
    const path = fresh()
    const store = fileRevocations(path)
    await store.revoke(of(session('a')))
    appendFileSync(path, '{"step":"revoked","target":{"kind":"ses')
    expect(store.find([session('a')])).toBeDefined()
    expect(store.find([session('b')])).toBeUndefined()
    await store.revoke(of(session('b')))
    expect(fileRevocations(path).find([session('b')])).toBeDefined()
    expect(fileRevocations(path).find([session('a')])).toBeDefined()
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(5)
  })
})
