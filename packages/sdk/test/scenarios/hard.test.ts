import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSignedManifest, KeyPair, PqTokenSigner } from '@kvlar/crypto'
import { expect, onTestFinished, test } from 'vitest'
import { openDesk, type Caller, type Desk } from './desk.ts'
import { post, type Answered } from './listening.ts'
import { AUDIENCE, openPayments } from './payments.ts'

/* What happens at the same time, and while something changes, over HTTP. */

/** Policies under which agents refund up to `max`, people as much as they like. */
const capped = (max: number): object => ({
  policies: [
    {
      name: 'agents',
      effect: 'permit',
      conditions: [
        { identity_kind: 'agent' },
        { action: 'issue_refund' },
        { param_max: { field: 'amount', max } },
      ],
    },
    {
      name: 'people',
      effect: 'permit',
      conditions: [{ identity_kind: 'user' }, { action: 'issue_refund' }],
    },
  ],
})

/** Asks again and again until it is told to stop; each answer with what was so when it was asked. */
async function asking<So>(
  desk: Desk,
  { caller, amount, so, isOver }: { caller: Caller; amount: number; so: () => So; isOver: () => boolean },
): Promise<{ readonly so: So; readonly answer: Answered }[]> {
  const heard: { so: So; answer: Answered }[] = []
  while (!isOver()) {
    const asked = so()
    heard.push({ so: asked, answer: await desk.refund(amount, {}, caller) })
  }
  return heard
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('B1: a cap that is tightened under load holds for agents from then on, and changes nothing for people', async () => {
  const desk = await openDesk({ policy: capped(5000) })
  let isTight = false
  let isOver = false
  const counts = { before: 0, after: 0 }
  const so = (): boolean => {
    counts[isTight ? 'after' : 'before'] += 1
    return isTight
  }
  const loads = (['bot', 'support', 'admin'] as const).map(async (caller) => ({
    caller,
    heard: await asking(desk, { caller, amount: 3000, so, isOver: () => isOver }),
  }))
  await until(() => counts.before > 60)
  desk.gate.reload(capped(1000))
  isTight = true
  await until(() => counts.after > 60)
  isOver = true
  for (const { caller, heard } of await Promise.all(loads)) {
    const after = heard.filter((one) => one.so).map(({ answer }) => answer.status)
    expect(after.length).toBeGreaterThan(5)
    expect(new Set(after)).toEqual(new Set([caller === 'bot' ? 403 : 200]))
    const before = heard.filter((one) => !one.so).map(({ answer }) => answer.status)
    expect(before.length).toBeGreaterThan(5)
    // One that was under way when the cap changed may have been judged on either side of it.
    expect(new Set(before.slice(0, -1))).toEqual(new Set([200]))
  }
})

test('B3: permits of a key that has left the directory pay nothing any more, those of the next one do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-directory-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [root, first, second] = [await KeyPair.generate(), await KeyPair.generate(), await KeyPair.generate()]
  const file = join(folder, 'directory.json')
  let sequence = 0
  const publish = async (...pairs: readonly KeyPair[]): Promise<void> => {
    const bundles = pairs.map((pair) => pair.publicKeys())
    const issuedAt = Math.floor(Date.now() / 1000)
    const terms = { sequence: (sequence += 1), issuedAt, expiresAt: issuedAt + 3600 }
    writeFileSync(`${file}.new`, await buildSignedManifest(root.signer(), bundles, terms))
    renameSync(`${file}.new`, file)
  }
  await publish(first)
  const payments = await openPayments({ directory: file, root: root.publicKeys(), replicas: 1 })
  const issue = async (pair: KeyPair): Promise<string> => {
    const call = {
      action: 'issue_refund',
      audience: AUDIENCE,
      principal: 'agent-bot',
      parameters: { amount: 5 },
    }
    return (await PqTokenSigner.fromKeypairHybrid(pair).issue(call)).text
  }
  const pay = async (text: string): Promise<number> =>
    (await post(payments.url, { amount: 5 }, { 'kvlar-permit': text })).status
  const five = async (): Promise<string[]> => Promise.all(Array.from({ length: 5 }, () => issue(first)))
  for (const text of await five()) expect(await pay(text)).toBe(200)
  await publish(second)
  // The file is read anew within seconds.
  while ((await pay(await issue(second))) !== 200) await new Promise((resolve) => setTimeout(resolve, 100))
  for (const text of await five()) expect(await pay(text)).toBe(401)
  expect(await pay(await issue(second))).toBe(200)
})

test('B4: ten callers at once, and nothing is permitted that was asked for after the kill switch', async () => {
  const kills: readonly ((desk: Desk) => void | Promise<void>)[] = [
    ({ gate }) => gate.reload(''),
    ({ gate }) => gate.revoke({ kind: 'everything' }, { reason: 'incident', by: 'ana' }),
  ]
  for (const kill of kills) {
    const desk = await openDesk({ policy: capped(5000) })
    let isKilled = false
    let isOver = false
    let asked = 0
    const so = (): boolean => {
      asked += 1
      return isKilled
    }
    const loads = Array.from({ length: 10 }, () =>
      asking(desk, { caller: 'bot', amount: 1, so, isOver: () => isOver }),
    )
    await until(() => asked > 100)
    await kill(desk)
    isKilled = true
    const killedAt = asked
    await until(() => asked > killedAt + 100)
    isOver = true
    const heard = (await Promise.all(loads)).flat()
    const after = heard.filter((one) => one.so)
    expect(after.length).toBeGreaterThan(90)
    expect(new Set(after.map(({ answer }) => answer.status))).toEqual(new Set([403]))
    expect(heard.filter((one) => !one.so).some(({ answer }) => answer.status === 200)).toBe(true)
  }
})

test.each([
  [49_000, 200],
  [50_000, 200],
  [50_001, 403],
  [60_000, 403],
  [100_000, 403],
  [300_000, 403],
  [400_000, 403],
])('B5: the floor under a policy that permits everything: %i is %i', async (amount, status) => {
  const desk = await openDesk({ policy: capped(1_000_000) })
  const answer = await desk.refund(amount)
  expect(answer.status).toBe(status)
  expect(answer.body['evaluator']).toBe(status === 200 ? 'policy' : 'invariants')
})
