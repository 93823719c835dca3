import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pruneChain, verifyHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { describe, expect, test } from 'vitest'
import { relink, resultBody } from './chain.ts'
import { newHome } from './new-home.ts'
import { recorderFor } from './writer.ts'

const python = join(import.meta.dirname, '../../../python')
const run = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('python3', [join(python, script), ...args], {
    encoding: 'utf8',
  })
  return {
    status,
    stderr,
    answer: stdout === '' ? undefined : (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown),
  }
}
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython)
  console.warn(
    'SKIPPED: the second verifier of the audit record. Install python3 (apt-get install python3) to run it.',
  )

describe.skipIf(!hasPython)('the second verifier, in Python', () => {
  test('is short enough to be read in one sitting', () => {
    const lines = readFileSync(join(python, 'verify_audit.py'), 'utf8').trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(250)
  })

  test('agrees on every test vector', () => {
    const { status, stderr, answer } = run('test_audit_vectors.py', join(import.meta.dirname, 'vectors'))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(answer).toMatchObject({ differences: 0 })
  })

  test('agrees on a home of several chains, pruned and rotated, and on what was done to it', async () => {
    const home = newHome()
    const [keys, next] = [await KeyPair.generate(), await KeyPair.generate()]
    const trusted = (id: string) => [keys, next].find((pair) => pair.id === id)?.publicKeys()
    const options = { keys: trusted, segmentBytesMax: 4096, checkpointIdleMs: 5 }
    // Signed with each entry: some segment begins at a signed size, however slow the machine is.
    const a = await recorderFor(home, keys, { ...options, signing: 'every-entry' })
    const b = await recorderFor(home, keys, options)
    for (let index = 0; index < 60; index++) await a.record(resultBody(index))
    const { chain } = await a.record(resultBody(60))
    await b.record(resultBody(0))
    await b.record({
      kind: 'policy',
      policy_digest: `sha256:${'1'.repeat(64)}`,
      policies: [],
      enforcement: { digest: `sha256:${'2'.repeat(64)}`, invariants: ['cap'], drift: { geo: 'strict' } },
      observe_only: { lifts_invariants: true },
    })
    await a.close()
    await b.close()
    const later = await recorderFor(home, next, options)
    await later.record(resultBody(61))
    await later.close()
    let segments = 0
    await pruneChain(join(home, 'chains', chain), {
      signer: next.signer(),
      keys: trusted,
      isWanted: () => ++segments > 1,
      nowMs: Date.now(),
    })
    const ours = await verifyHome(home, { keys: trusted })
    expect(ours.kind).toBe('intact')
    const theirs = run('verify_audit.py', home)
    expect(theirs).toMatchObject({ status: 0, stderr: '', answer: { kind: 'intact', missing: [] } })
    for (const { chain: id, size, trustworthy, head } of ours.chains)
      expect(theirs.answer).toMatchObject({
        chains: { [id]: { size, trustworthy, root: Buffer.from(head?.root ?? []).toString('base64') } },
      })

    const segment =
      readdirSync(join(home, 'chains', chain))
        .filter((name) => /^\d+\.jsonl$/.test(name))
        .sort()[1] ?? ''
    const attacks: ((copy: string) => void)[] = [
      (copy) => rmSync(join(copy, 'chains', chain), { recursive: true }),
      (copy) => rmSync(join(copy, 'chains', chain, segment)),
      (copy) => rmSync(join(copy, 'chains', chain, 'anchor.note')),
      (copy) => edit(join(copy, 'chains', chain, segment), (text) => text.replace('"ok"', '"failed"')),
      (copy) => edit(join(copy, 'chains', chain, segment), (text) => text.slice(0, text.indexOf('\n') + 1)),
      (copy) =>
        edit(join(copy, 'chains', chain, 'checkpoints.jsonl'), (text) => text.slice(text.indexOf('\n') + 1)),
      (copy) =>
        edit(join(copy, 'chains', chain, segment), (text) => {
          const [first = '', ...rest] = text.trimEnd().split('\n')
          const start = JSON.parse(first) as { index: number; prev: string }
          const changed = [first, ...rest].map((line) => Buffer.from(line.replace('"ok"', '"failed"')))
          return relink(changed, start)
            .map((line) => `${Buffer.from(line).toString('utf8')}\n`)
            .join('')
        }),
    ]
    for (const [at, attack] of attacks.entries()) {
      const copy = join(newHome(), 'copy')
      cpSync(home, copy, { recursive: true })
      attack(copy)
      expect((await verifyHome(copy, { keys: trusted })).kind, `attack ${at}, ours`).toBe('broken')
      expect(run('verify_audit.py', copy), `attack ${at}, theirs`).toMatchObject({
        status: 12,
        answer: { kind: 'broken' },
      })
    }
  })
})

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}
