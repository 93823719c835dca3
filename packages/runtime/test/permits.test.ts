import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryTokenVerifier, createMemoryDirectory, PublicKeyBundle } from '@kvlar/crypto'
import { openKvlar, type KvlarSettings } from '@kvlar/runtime'
import { newUser, pending, type User } from './support/user.ts'

const PERMITTED = join(import.meta.dirname, 'children/permitted.ts')
const policyThat = (effect: string): string => `
name: refunds
rules:
  - id: refunds
    match_on: { resources: [issue_refund] }
    effect: { type: ${effect} }
`

let user: User

beforeEach(() => {
  user = newUser()
  user.writePolicy(policyThat('allow'))
})

afterEach(() => {
  user.remove()
})

describe('the permits of a running Kvlar', () => {
  test('are signed with the user’s own key, which a service verifies them with', async () => {
    const agent = user.start(PERMITTED)
    expect(await agent.exit).toBe(0)
    const [, permit = ''] = agent.lines
    const bundle = PublicKeyBundle.fromJson(JSON.parse(user.kvlar('keys', 'export').out))
    const verifier = new DirectoryTokenVerifier(createMemoryDirectory([bundle]))
    const token = await verifier.redeem(permit, {
      action: 'issue_refund',
      parameters: { amount: 500 },
      audience: 'payments',
    })
    expect(token.expiresAt - token.issuedAt).toBe(60)
    expect(user.kvlar('audit', 'verify').status).toBe(0)
  })

  test('of a call that waits are signed when a person has approved', async () => {
    user.writePolicy(policyThat('require_approval, reason: money'))
    const agent = user.start(PERMITTED)
    const { id } = await pending(user)
    await agent.printed('asks')
    expect(agent.lines).toEqual(['asks'])
    user.kvlar('approvals', 'approve', id)
    expect(await agent.exit).toBe(0)
    expect(agent.lines[1]).toMatch(/^kvp1\./)
  })

  test.skipIf(process.getuid?.() === undefined)('keep calls from running when there is no key', async () => {
    const keys = join(user.home, 'state/kvlar/keys')
    const agent = user.start(PERMITTED)
    await agent.exit
    for (const name of readdirSync(keys)) if (name.endsWith('.key.json')) chmodSync(join(keys, name), 0o644)
    const again = user.start(PERMITTED)
    expect(await again.exit).toBe(1)
    expect(again.lines).toEqual(['asks'])
  })

  test.each<[string, unknown, string]>([
    ['without an audience', {}, '`permits.audience` is missing'],
    ['for nobody', { audience: ' ' }, '`permits.audience` must be a name'],
    ['that outlive what was decided', { audience: 'a', lifetimeSeconds: 301 }, 'from 1 to 300'],
    ['for no time', { audience: 'a', lifetimeSeconds: 0 }, 'from 1 to 300'],
    ['with an option of no use', { audience: 'a', lifetime: 5 }, '`permits.lifetime`'],
  ])('%s are refused when it is opened', async (_what, permits, message) => {
    await expect(openKvlar({ permits } as KvlarSettings)).rejects.toThrow(message)
  })
})
