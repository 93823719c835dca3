import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { AuditRow } from '@kvlar/audit'
import { openHome, readHome, storePolicies, readPolicyText, verifyHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { resultBody } from './chain.ts'
import { keyOf, startRecording } from './children/start-recording.ts'
import { newHome } from './new-home.ts'
import { recorderFor } from './writer.ts'

let keys: KeyPair

beforeAll(async () => {
  keys = await KeyPair.generate()
})

const trusted = (id: string) => (id === keys.id ? keys.publicKeys() : undefined)
const verify = (dir: string) => verifyHome(dir, { keys: trusted })
const chainsOf = (dir: string) => readdirSync(join(dir, 'chains')).map((chain) => join(dir, 'chains', chain))

async function decisionsIn(dir: string): Promise<string[]> {
  const found: string[] = []
  for await (const { entry } of readHome(dir)) if (entry.kind === 'result') found.push(entry.decision_id)
  return found
}

/** A folder on a small disk of its own; undefined where we may not mount one. */
function smallDisk(kilobytes: number): string | undefined {
  const dir = newHome()
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', dir])
  if (status !== 0) return undefined
  onTestFinished(() => {
    spawnSync('umount', [dir])
  })
  return dir
}

describe('a disk that is full', () => {
  test('refuses the next entries, loses nothing that was acknowledged, and records again when there is room', async (context) => {
    const disk = smallDisk(256)
    if (disk === undefined) return context.skip('needs the right to mount a small disk (run as root)')
    const dir = join(disk, 'home')
    const recorder = await recorderFor(dir, keys, { checkpointIdleMs: 20, segmentBytesMax: 20_000 })
    const acknowledged: string[] = []
    const record = async (index: number) => {
      await recorder.record(resultBody(index))
      acknowledged.push(`decision-${index}`)
    }
    await record(0)
    const ballast = join(disk, 'ballast')
    let index = 1
    for (let round = 0; round < 4; round++) {
      fill(ballast)
      const outcome = await Promise.allSettled(Array.from({ length: 60 }, () => record(index++)))
      // One after the other, so that some writes end half-way.
      for (let single = 0; single < 20; single++)
        outcome.push(...(await Promise.allSettled([record(index++)])))
      const refused = outcome.filter(({ status }) => status === 'rejected')
      expect(refused.length).toBeGreaterThan(0)
      for (const one of refused) expect(one).toMatchObject({ reason: { code: 'AUDIT_UNAVAILABLE' } })
      rmSync(ballast)
      await record(index++)
    }
    await recorder.close()
    const verdict = await verify(dir)
    expect(verdict).toMatchObject({ kind: 'intact', missing: [] })
    const written = await decisionsIn(dir)
    expect(acknowledged.filter((id) => !written.includes(id))).toEqual([])
    expect(written).toHaveLength(acknowledged.length)
  })

  test('at the start leaves no chain behind, and the first entry after it begins one', async (context) => {
    const disk = smallDisk(64)
    if (disk === undefined) return context.skip('needs the right to mount a small disk (run as root)')
    const dir = join(disk, 'home')
    const recorder = await recorderFor(dir, keys)
    fill(join(disk, 'ballast'))
    for (let index = 0; index < 3; index++)
      await expect(recorder.record(resultBody(index))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    expect(chainsOf(dir)).toEqual([])
    rmSync(join(disk, 'ballast'))
    await recorder.record(resultBody(3))
    await recorder.close()
    expect(await decisionsIn(dir)).toEqual(['decision-3'])
    expect((await verify(dir)).kind).toBe('intact')
  })

  test('or a limit on file sizes ends nothing: what was acknowledged is there', async () => {
    const dir = newHome()
    const child = startRecording(dir, { count: 200, shell: 'trap "" XFSZ; ulimit -f 24' })
    await child.ended
    const acknowledged = child.acknowledged().map(({ decisionId }) => decisionId)
    const written = await decisionsIn(dir)
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(acknowledged.filter((id) => !written.includes(id))).toEqual([])
    const childKeys = await keyOf(1)
    const { chains } = await verifyHome(dir, { keys: () => childKeys.publicKeys() })
    expect(chains.map(({ broken }) => broken)).toEqual([undefined])
  })
})

/** Writes until nothing more goes in. */
function fill(file: string): void {
  for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(size))
    } catch {
      // The next smaller piece may fit.
    }
  }
}

describe('a home under a recorder', () => {
  test('that is removed refuses the next entry, is made again, and says which chain is gone', async () => {
    const dir = join(newHome(), 'home')
    const recorder = await recorderFor(dir, keys)
    const { chain } = await recorder.record(resultBody(0))
    const id = readFileSync(join(dir, 'home.json'), 'utf8')
    rmSync(dir, { recursive: true })
    await expect(recorder.record(resultBody(1))).rejects.toMatchObject({ code: 'AUDIT_CORRUPT' })
    await recorder.record(resultBody(2))
    await recorder.close()
    expect(readFileSync(join(dir, 'home.json'), 'utf8')).toBe(id)
    expect(await verify(dir)).toMatchObject({ kind: 'broken', missing: [{ chain, size: 2 }] })
  })

  test('that was moved away and comes back is whole again', async () => {
    const dir = join(newHome(), 'home')
    const recorder = await recorderFor(dir, keys)
    await recorder.record(resultBody(0))
    renameSync(dir, `${dir}.away`)
    await expect(recorder.record(resultBody(1))).rejects.toMatchObject({ name: 'AuditError' })
    await recorder.record(resultBody(2))
    await recorder.close()
    cpSync(join(`${dir}.away`, 'chains'), join(dir, 'chains'), { recursive: true })
    expect(await decisionsIn(dir)).toEqual(expect.arrayContaining(['decision-0', 'decision-2']))
  })

  test('that became another home is not recorded into', async () => {
    const dir = join(newHome(), 'home')
    const recorder = await recorderFor(dir, keys)
    await recorder.record(resultBody(0))
    rmSync(dir, { recursive: true })
    await openHome(dir)
    for (let index = 1; index < 4; index++)
      await expect(recorder.record(resultBody(index))).rejects.toMatchObject({ code: 'AUDIT_CORRUPT' })
    expect(chainsOf(dir)).toEqual([])
    await recorder.close()
  })

  test('that nobody may write any more refuses entries until somebody may', async (context) => {
    const disk = smallDisk(512)
    // Root writes whatever the permissions are, and another user cannot mount: each shows it in his own way.
    const lose = (dir: string) =>
      disk === undefined
        ? chmodSync(join(dir, 'chains'), 0o500)
        : spawnSync('mount', ['-o', 'remount,ro', disk])
    const regain = (dir: string) =>
      disk === undefined
        ? chmodSync(join(dir, 'chains'), 0o700)
        : spawnSync('mount', ['-o', 'remount,rw', disk])
    if (process.platform === 'win32') return context.skip('needs permissions or mounts as on POSIX systems')
    const dir = join(disk ?? newHome(), 'home')
    const recorder = await recorderFor(dir, keys)
    lose(dir)
    await expect(recorder.record(resultBody(0))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    regain(dir)
    await recorder.record(resultBody(1))
    await recorder.close()
    expect(await decisionsIn(dir)).toEqual(['decision-1'])
  })

  test('in which something else stands where a file should be refuses, and goes on when it is gone', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys)
    rmSync(join(dir, 'chains'), { recursive: true })
    writeFileSync(join(dir, 'chains'), '')
    await expect(recorder.record(resultBody(0))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    rmSync(join(dir, 'chains'))
    await recorder.record(resultBody(1))
    await recorder.close()
    expect((await verify(dir)).kind).toBe('intact')
  })

  test('goes on beside chains that are damaged, foreign or no chains at all', async () => {
    const dir = newHome()
    const first = await recorderFor(dir, keys)
    const { chain } = await first.record(resultBody(0))
    await first.close()
    const chains = join(dir, 'chains')
    writeFileSync(join(chains, '.DS_Store'), 'x')
    mkdirSync(join(chains, 'notes'))
    writeFileSync(join(chains, 'f'.repeat(32)), 'a file with the name of a chain')
    mkdirSync(join(chains, 'e'.repeat(32)))
    const damaged = join(chains, 'd'.repeat(32))
    cpSync(join(chains, chain), damaged, { recursive: true })
    writeFileSync(join(damaged, 'checkpoints.jsonl'), '"no checkpoint"\n')
    rmSync(join(damaged, 'claim.sqlite'))
    writeFileSync(join(chains, chain, 'claim.sqlite'), 'x'.repeat(5000))
    const second = await recorderFor(dir, keys)
    const { chain: other } = await second.record(resultBody(1))
    await second.close()
    expect([chain, 'd'.repeat(32)]).not.toContain(other)
    const { chains: verdicts } = await verify(dir)
    expect(new Map(verdicts.map((one) => [one.chain, one.kind]))).toEqual(
      new Map([
        [chain, 'intact'],
        [other, 'intact'],
        ['d'.repeat(32), 'broken'],
        ['e'.repeat(32), 'intact'],
      ]),
    )
  })
})

describe('a chain that is taken over', () => {
  test('sets a last line aside that is torn at any byte, says so in the chain, and verifies', async () => {
    const dir = newHome()
    const first = await recorderFor(dir, keys, { checkpointIdleMs: 60_000 })
    const { chain } = await first.record(resultBody(0))
    await first.record(resultBody(1))
    // As the process leaves it when it is killed: nothing closed, nothing signed.
    const crashed = newHome()
    copyHome(dir, crashed)
    await first.close()
    const segment = join('chains', chain, '0000000000000000.jsonl')
    const whole = readFileSync(join(crashed, segment))
    const last = whole.lastIndexOf(0x0a, whole.length - 2) + 1
    for (let cut = last; cut < whole.length; cut++) {
      const copy = newHome()
      copyHome(crashed, copy)
      truncateSync(join(copy, segment), cut)
      expect(await verify(copy)).toMatchObject({ kind: 'intact', chains: [{ tornBytes: cut - last }] })
      const next = await recorderFor(copy, keys)
      await next.record(resultBody(2))
      await next.close()
      expect(await verify(copy)).toMatchObject({ kind: 'intact', chains: [{ tornBytes: 0, closed: true }] })
      const rows: AuditRow['entry'][] = []
      for await (const { entry } of readHome(copy)) rows.push(entry)
      const recovery = rows.find(({ kind }) => kind === 'recovery')
      expect(recovery).toMatchObject({ unsigned_from: 0, torn_bytes: cut - last })
      const torn = join(copy, 'chains', chain, 'torn')
      if (cut > last)
        expect(readFileSync(join(torn, readdirSync(torn)[0] ?? ''))).toEqual(whole.subarray(last, cut))
    }
  })

  test('goes on after a checkpoint that is torn, and after one that was never written', async () => {
    const dir = newHome()
    const first = await recorderFor(dir, keys)
    const { chain } = await first.record(resultBody(0))
    await first.close()
    const file = join(dir, 'chains', chain, 'checkpoints.jsonl')
    const { size } = statSync(file)
    for (const cut of [size - 1, Math.floor(size / 2), 1, 0]) {
      truncateSync(file, cut)
      const next = await recorderFor(dir, keys)
      expect((await next.record(resultBody(1))).chain).toBe(chain)
      await next.close()
      expect(await verify(dir)).toMatchObject({ kind: 'intact', missing: [] })
    }
  })

  test('goes on behind its last entry, whatever the hint of the writer before says that was', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys)
    const { chain } = await recorder.record(resultBody(0))
    await recorder.record(resultBody(1))
    await recorder.record(resultBody(2))
    await recorder.close()
    const file = join(dir, 'chains', chain, 'state.json')
    const hint = JSON.parse(readFileSync(file, 'utf8')) as object
    writeFileSync(file, JSON.stringify({ ...hint, last: Buffer.alloc(32).toString('base64') }))
    const next = await recorderFor(dir, keys)
    expect(await next.record(resultBody(3))).toMatchObject({ chain })
    await next.close()
    expect(await verify(dir)).toMatchObject({ kind: 'intact' })
  })

  test('keeps its times in order when the clock jumps back', async () => {
    const dir = newHome()
    const clock = { ms: Date.UTC(2026, 10, 21, 12) }
    const now = () => clock.ms
    const first = await recorderFor(dir, keys, { now })
    await first.record(resultBody(0))
    clock.ms -= 86_400_000
    await first.record(resultBody(1))
    await first.close()
    clock.ms -= 86_400_000
    const second = await recorderFor(dir, keys, { now })
    await second.record(resultBody(2))
    await second.close()
    expect((await verify(dir)).kind).toBe('intact')
    const times: string[] = []
    for await (const { entry } of readHome(dir)) times.push(entry.time)
    expect(new Set(times)).toEqual(new Set(['2026-11-21T12:00:00.000Z']))
  })
})

describe('the policies of a home', () => {
  test('are kept once by the digest of their text, and a text that was changed is refused', async () => {
    const home = await openHome(newHome())
    const policies = [
      {
        name: 'mail',
        digest: `sha256:${'a'.repeat(64)}`,
        texts: [{ file: 'mail.yaml', text: 'name: mail\n' }],
      },
    ]
    const body = await storePolicies(home, `sha256:${'b'.repeat(64)}`, policies)
    expect(await storePolicies(home, body.policy_digest, policies)).toEqual(body)
    const [name = ''] = readdirSync(join(home.dir, 'policies'))
    expect(body.policies).toMatchObject([{ name: 'mail', texts: [{ file: 'mail.yaml', digest: name }] }])
    expect(await readPolicyText(home.dir, name)).toBe('name: mail\n')
    expect(await readPolicyText(home.dir, 'c'.repeat(64))).toBeUndefined()
    expect(await readPolicyText(home.dir, '../home.json')).toBeUndefined()
    const source = { file: 'invariants.yaml', text: 'invariants: []\n' }
    const enforcement = { digest: `sha256:${'d'.repeat(64)}`, invariants: ['cap'] }
    const beside = await storePolicies(home, body.policy_digest, policies, { enforcement, source })
    expect(beside.enforcement).toMatchObject({ ...enforcement, text: { file: 'invariants.yaml' } })
    expect(await readPolicyText(home.dir, beside.enforcement?.text?.digest ?? '')).toBe(source.text)
    writeFileSync(join(home.dir, 'policies', name), 'name: evil\n')
    await expect(readPolicyText(home.dir, name)).rejects.toMatchObject({ code: 'AUDIT_CORRUPT' })
    await expect(storePolicies(home, body.policy_digest, policies)).rejects.toMatchObject({
      code: 'AUDIT_CORRUPT',
    })
  })
})

/** A copy without the claim, which belongs to a process. */
function copyHome(from: string, to: string): void {
  for (const name of ['home.json', 'digest.key']) copyFileSync(join(from, name), join(to, name))
  cpSync(join(from, 'chains'), join(to, 'chains'), {
    recursive: true,
    filter: (file) => !file.endsWith('.sqlite'),
  })
}
