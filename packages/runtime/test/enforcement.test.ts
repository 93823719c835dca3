import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError } from '@kvlar/core'
import { describeEnforcement, type Evaluator } from '@kvlar/gate'
import type { PolicyBody } from '@kvlar/audit'
import { readHome, readPolicyText } from '@kvlar/audit/file'
import { openKvlar, SettingsError, type KvlarSettings, type Notice } from '@kvlar/runtime'
import { openStanding } from '@kvlar/runtime/standing'

const home = mkdtempSync(join(tmpdir(), 'kvlar-enforcement-'))
const before = { HOME: process.env['HOME'], XDG_STATE_HOME: process.env['XDG_STATE_HOME'] }
beforeAll(() => Object.assign(process.env, { HOME: home, XDG_STATE_HOME: join(home, 'state') }))
afterAll(() => {
  Object.assign(process.env, before)
  rmSync(home, { recursive: true, force: true })
})

const POLICY = 'name: p\nrules:\n  - { id: pays, match_on: { resources: [pay] }, effect: { type: allow } }\n'
const policy = (): string => {
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'policy.yaml'), POLICY)
  return join(home, 'policy.yaml')
}

let homes = 0
async function open(settings: KvlarSettings = {}) {
  const notices: Notice[] = []
  const dir = join(home, `audit-${++homes}`)
  const kvlar = await openKvlar({
    policies: [policy()],
    approvals: false,
    record: { dir },
    tell: (notice) => notices.push(notice),
    ...settings,
  })
  const call = async (name: string, args: object = {}) => {
    try {
      return await kvlar.guard(name, async () => 'ran')(args)
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  const entries = async () => {
    await kvlar.close()
    const rows = []
    for await (const { entry } of readHome(dir)) rows.push(entry)
    return rows
  }
  return { dir, kvlar, call, notices, entries }
}

describe('who is turned away', () => {
  test('is so from the next call on, in a program that runs already, and stands in the record', async () => {
    const { call, entries } = await open()
    const dir = join(home, 'audit-people')
    const standing = await openStanding({ record: { dir }, tell: () => {} })
    expect(await call('pay')).toBe('ran')
    expect(
      await standing.revoke({ target: { kind: 'everything' }, reason: 'incident', by: 'ana', atMs: 1 }),
    ).toBe(true)
    expect(await call('pay')).toBe('KILL_SWITCH')
    expect(await standing.restore({ kind: 'everything' }, { by: 'ana', reason: 'over' })).toBeDefined()
    expect(await call('pay')).toBe('ran')
    await standing.revoke({
      target: { kind: 'principal', id: 'sdk-agent' },
      reason: 'left',
      by: 'ana',
      atMs: 1,
    })
    expect(await call('pay')).toBe('IDENTITY_FAILED')
    await standing.restore({ kind: 'principal', id: 'sdk-agent' }, { by: 'ana', reason: 'back' })
    await standing.close()
    expect((await entries()).filter(({ kind }) => kind === 'decided')).toMatchObject([
      { effective: 'forward' },
      { effective: 'refuse', effective_code: 'KILL_SWITCH', evaluator: 'standing', code: 'POLICY_ALLOW' },
      { effective: 'forward' },
      { effective_code: 'IDENTITY_FAILED' },
    ])
    const steps = []
    for await (const { entry } of readHome(dir)) if (entry.kind === 'revocation') steps.push(entry)
    expect(steps).toMatchObject([
      { step: 'revoked', target: { kind: 'everything' }, by: 'ana', reason: 'incident' },
      { step: 'restored', target: { kind: 'everything' }, by: 'ana', reason: 'over' },
      { step: 'revoked', target: { kind: 'principal', id: 'sdk-agent' } },
      { step: 'restored' },
    ])
  })

  test('is let in again only once that is recorded', async () => {
    const file = join(home, 'no-folder')
    writeFileSync(file, '')
    const standing = await openStanding({ record: { dir: join(file, 'audit') }, tell: () => {} })
    const target = { kind: 'session', id: 's' } as const
    await expect(standing.revoke({ target, reason: 'r', by: 'ana', atMs: 1 })).rejects.toThrow()
    await expect(standing.restore(target, { by: 'ana', reason: 'r' })).rejects.toThrow()
    const other = await openStanding({ record: false, tell: () => {} })
    // It was revoked all the same, and is revoked still.
    expect(await other.restore(target, { by: 'ana', reason: 'r' })).toMatchObject({ target })
    await other.close()
  })
})

describe('invariants', () => {
  const file = (text: string): string => {
    const path = join(home, `invariants-${++homes}.yaml`)
    writeFileSync(path, text)
    return path
  }

  test('of a file hold whatever the policy says, and are read once', async () => {
    const path = file('invariants: [{ name: cap, actions: [pay], param_max: { field: amount, max: 5 } }]')
    const { kvlar, call, entries } = await open({ invariants: path })
    writeFileSync(path, 'invariants: []')
    expect(await call('pay', { amount: 5 })).toBe('ran')
    expect(await call('pay', { amount: 6 })).toBe('INVARIANT_VIOLATION')
    expect(await call('pay')).toBe('INVARIANT_VIOLATION')
    expect(kvlar.protects.protectedPaths).toContain(path)
    expect(await entries()).toContainEqual(
      expect.objectContaining({ effective_code: 'INVARIANT_VIOLATION', evaluator: 'invariants' }),
    )
  })

  test('of code hold in every gate of it, and no reload lifts them', async () => {
    const { kvlar, call } = await open({
      invariants: [
        { name: 'cap', field: 'amount', maxValue: 5 },
        { name: 'no-drops', kind: 'blocked_actions', names: ['drop_*'] },
      ],
      watch: true,
    })
    expect(await call('pay', { amount: 6 })).toBe('INVARIANT_VIOLATION')
    expect(await kvlar.reload?.()).toMatchObject({})
    expect(await call('pay', { amount: 6 })).toBe('INVARIANT_VIOLATION')
    expect(await call('pay', { amount: 5 })).toBe('ran')
    await kvlar.close()
  })

  test('that cannot be read or held open nothing', async () => {
    for (const one of [5, {}, '', null])
      await expect(open({ invariants: one as never })).rejects.toThrow(SettingsError)
    await expect(open({ invariants: [{ name: 'a', field: 'b' } as never] })).rejects.toThrow(ConfigError)
    await expect(open({ invariants: join(home, 'missing.yaml') })).rejects.toMatchObject({
      name: 'SettingsError',
      code: 'SETTINGS_UNREADABLE',
    })
    await expect(open({ invariants: file('invariants: [{ name: a }]') })).rejects.toThrow(ConfigError)
    const twice = '[{ name: a, blocked_actions: [x] }, { name: a, blocked_actions: [y] }]'
    await expect(open({ invariants: file(`invariants: ${twice}`) })).rejects.toThrow(ConfigError)
  })
})

describe('what is in force beside the policies', () => {
  test('stands in the record with its digest, and the text of its file is kept there', async () => {
    const path = join(home, `invariants-${++homes}.yaml`)
    const text = 'invariants: [{ name: cap, param_max: { field: amount, max: 5 } }]\n'
    writeFileSync(path, text)
    const evaluators = [{ name: 'own', evaluate: () => undefined }]
    const { dir, call, entries } = await open({ invariants: path, drift: { geo: false }, evaluators })
    expect(await call('pay', { amount: 6 })).toBe('INVARIANT_VIOLATION')
    const all = await entries()
    const invariants = [{ name: 'cap', kind: 'param_max', field: 'amount', max: 5 } as const]
    const described = describeEnforcement({ invariants, drift: { geo: false }, evaluators })
    const begun = all.find(({ kind }) => kind === 'policy') as PolicyBody
    expect(begun.enforcement).toEqual({ ...described, text: { file: path, digest: expect.any(String) } })
    expect(await readPolicyText(dir, begun.enforcement?.text?.digest ?? '')).toBe(text)
    expect(begun.observe_only).toBeUndefined()
    expect(all.find(({ kind }) => kind === 'decided')).toMatchObject({
      policy_digest: begun.policy_digest,
      enforcement_digest: described?.digest,
    })
  })

  test('is named again with every policy that comes into force', async () => {
    const file = join(home, `policy-${++homes}.yaml`)
    writeFileSync(file, POLICY)
    const { kvlar, call, entries } = await open({ policies: [file], watch: true, drift: {}, observeOnly: {} })
    await call('pay')
    writeFileSync(file, POLICY.replace('pay', 'refund'))
    await kvlar.reload?.()
    await call('refund')
    const policies = (await entries()).filter(({ kind }) => kind === 'policy') as PolicyBody[]
    expect(new Set(policies.map(({ policy_digest: digest }) => digest)).size).toBe(2)
    // The watch may find the change, too, and put it in force once more.
    for (const { enforcement, observe_only: shadow } of policies)
      expect({ enforcement, shadow }).toEqual({ enforcement: describeEnforcement({ drift: {} }), shadow: {} })
  })

  test('is not there where nothing is, and shadow mode is with its end', async () => {
    const calm = await open()
    await calm.call('pay')
    for (const entry of await calm.entries()) {
      expect(entry).not.toHaveProperty('enforcement')
      expect(entry).not.toHaveProperty('enforcement_digest')
    }
    const untilMs = Date.now() + 3_600_000
    const shadow = await open({ observeOnly: { untilMs, liftsInvariants: true } })
    await shadow.call('drop')
    expect((await shadow.entries()).find(({ kind }) => kind === 'policy')).toMatchObject({
      observe_only: { until: new Date(untilMs).toISOString(), lifts_invariants: true },
    })
  })
})

describe('shadow mode', () => {
  test('lets go, says so at the start and of each kind of call, and records what would have been', async () => {
    const { call, notices, entries } = await open({ observeOnly: {} })
    expect(notices).toMatchObject([{ severity: 'warning', text: expect.stringContaining('SHADOW MODE') }])
    expect([await call('drop'), await call('drop'), await call('pay')]).toEqual(['ran', 'ran', 'ran'])
    expect(notices.map(({ text }) => text).filter((text) => text.includes('drop'))).toHaveLength(1)
    expect((await entries()).filter(({ kind }) => kind === 'decided')).toMatchObject([
      {
        decision: 'deny',
        effective: 'forward',
        outcome: 'allowed',
        effective_code: 'KVLAR_OBSERVED',
        would_be: { effective: 'refuse', code: 'POLICY_DEFAULT_DENY', evaluator: 'policy' },
      },
      {},
      { decision: 'allow', effective: 'forward' },
    ])
  })

  test('is turned on by what opens Kvlar and by nothing else', async () => {
    const named = Object.keys(process.env).filter((key) => /OBSERVE|SHADOW/i.test(key))
    expect(named).toEqual([])
    for (const key of ['KVLAR_OBSERVE_ONLY', 'KVLAR_SHADOW']) process.env[key] = 'true'
    const { call, notices } = await open()
    expect(await call('drop')).toBe('POLICY_DEFAULT_DENY')
    expect(notices).toEqual([])
    for (const key of ['KVLAR_OBSERVE_ONLY', 'KVLAR_SHADOW']) delete process.env[key]
    const environment = readFileSync(join(import.meta.dirname, '../src/settings/environment.ts'), 'utf8')
    expect(environment).not.toMatch(/observe|shadow/i)
  })

  test('has an end that is one', async () => {
    await expect(open({ observeOnly: { untilMs: 5 } })).rejects.toThrow(ConfigError)
    await expect(open({ observeOnly: { until: 5 } as never })).rejects.toThrow(SettingsError)
    await expect(open({ observeOnly: true as never })).rejects.toThrow(SettingsError)
  })
})

describe('evaluators of the program', () => {
  test('are asked behind all others, by every gate of it, and what they do not answer is refused', async () => {
    const asked: string[] = []
    const own: Evaluator = {
      name: 'own',
      evaluate: ({ action: { resource, parameters } }) => {
        asked.push(resource)
        if (parameters['slow'] === true) return new Promise(() => undefined)
        return parameters['amount'] === 6 ? { kind: 'refuse', reason: 'six is too much' } : undefined
      },
    }
    const { kvlar, call, entries } = await open({ evaluators: [own], evaluatorTimeoutMs: 20 })
    expect(kvlar.steps).toMatchObject({ evaluators: [own], evaluatorTimeoutMs: 20 })
    expect(await call('pay', { amount: 5 })).toBe('ran')
    expect(await call('pay', { amount: 6 })).toBe('EVALUATOR_REFUSED')
    expect(await call('pay', { slow: true })).toBe('EVALUATION_ERROR')
    expect(await call('drop')).toBe('POLICY_DEFAULT_DENY')
    expect(asked).toEqual(['pay', 'pay', 'pay'])
    expect(await entries()).toContainEqual(
      expect.objectContaining({ effective_code: 'EVALUATOR_REFUSED', evaluator: 'own' }),
    )
  })

  test('that cannot be asked open nothing', async () => {
    await expect(open({ evaluators: 'own' as never })).rejects.toThrow(SettingsError)
    await expect(open({ evaluatorTimeoutMs: 0 })).rejects.toThrow(SettingsError)
    await expect(open({ evaluator: [] } as never)).rejects.toThrow(SettingsError)
    await expect(open({ evaluators: [{ name: 'own' } as never], watch: true })).rejects.toThrow(ConfigError)
  })
})

test('a context says from where a call comes, and who moves is turned away', async () => {
  const { kvlar } = await open({ drift: {} })
  const pay = kvlar.guard('pay', async (_args: object) => 'ran')
  const from = async (countryCode: string): Promise<unknown> => {
    const context = { sessionId: 's-1', ip: '192.0.2.1', geo: { countryCode } }
    return kvlar.run(context, () => pay({})).catch((error: unknown) => Object(error).code as unknown)
  }
  expect([await from('IN'), await from('US'), await from('IN')]).toEqual([
    'ran',
    'DRIFT_DETECTED',
    'SESSION_INVALID',
  ])
  await kvlar.close()
})

test('drift is looked for where it is set: a session that acts too fast is over', async () => {
  const calm = await open()
  const hasty = await open({ drift: { rate: { warnAbove: 1, maxPerMinute: 3 } } })
  for (let count = 1; count <= 3; count += 1) expect(await hasty.call('pay')).toBe('ran')
  expect(await hasty.call('pay')).toBe('DRIFT_DETECTED')
  expect(await hasty.call('pay')).toBe('SESSION_INVALID')
  for (let count = 1; count <= 5; count += 1) expect(await calm.call('pay')).toBe('ran')
  await Promise.all([calm.kvlar.close(), hasty.kvlar.close()])
  await expect(open({ drift: { rate: {} } as never })).rejects.toThrow(SettingsError)
})
