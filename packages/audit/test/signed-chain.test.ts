import { AuditEntry, SignedAuditChain } from '@kvlar/audit/signed-chain'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, describe, expect, test } from 'vitest'

let keys: KeyPair
let hybrid: string[]
let pqOnly: string[]

async function linesOf(isHybrid: boolean): Promise<string[]> {
  const chain = new SignedAuditChain(keys, isHybrid)
  for (const verdict of ['permit', 'refuse', 'invalidate', 'permit'])
    await chain.append(
      AuditEntry.new('agent-alice', 'issue_refund', verdict, 'detail', { resource: 'order/1' }),
    )
  return chain.exportJsonl().trimEnd().split('\n')
}

beforeAll(async () => {
  keys = await KeyPair.generate()
  hybrid = await linesOf(true)
  pqOnly = await linesOf(false)
})

const verify = (lines: readonly string[], options: { hybrid?: boolean; headHash?: string } = {}) =>
  SignedAuditChain.verifyJsonl(lines.map((line) => `${line}\n`).join(''), keys.publicKeys(), options)
const broken = { code: 'AUDIT_CHAIN_BROKEN' }
const mismatch = { code: 'AUDIT_MODE_MISMATCH' }

describe('a signed audit chain', () => {
  test('is empty with the head `genesis`, and grows in the order of the calls', async () => {
    const chain = new SignedAuditChain(keys)
    expect(chain).toMatchObject({ length: 0, isEmpty: true, headHash: 'genesis', isHybrid: true })
    await Promise.all([0, 1, 2].map((n) => chain.append(new AuditEntry('a', `action-${n}`, 'permit', ''))))
    expect(chain).toMatchObject({ length: 3, isEmpty: false })
    expect(chain.headHash).toMatch(/^[0-9a-f]{64}$/)
    await chain.verify(keys.publicKeys())
    expect(chain.exportJsonl().split('\n')[2]).toContain('action-2')
  })

  test('verifies in its own mode, inferred or insisted on; blank lines are passed over', async () => {
    await verify(hybrid)
    await verify(hybrid, { hybrid: true })
    await verify(pqOnly, { hybrid: false })
    await verify(['', ...hybrid, ' '])
    await verify([])
  })

  test('is refused in another mode before any arithmetic, and when it mixes modes', async () => {
    const forged = hybrid.map((line) => line.replace(/"ml_dsa_signature":"..../, '"ml_dsa_signature":"AAAA'))
    await expect(verify(forged, { hybrid: false })).rejects.toMatchObject(mismatch)
    await expect(verify(hybrid, { hybrid: false })).rejects.toThrow('mode mismatch')
    await expect(verify(pqOnly, { hybrid: true })).rejects.toThrow('mode mismatch')
    await expect(verify([hybrid[0] ?? '', ...pqOnly.slice(1)])).rejects.toThrow('chain mode inconsistent')
  })

  test('does not lose its Ed25519 part: a stripped signature is refused, and so is a hybrid one made PQ-only', async () => {
    const stripped = hybrid.map((line) => line.replace(/"ed25519_signature":"[^"]*",/, ''))
    await expect(verify(stripped)).rejects.toMatchObject(mismatch)
    const renamed = stripped.map((line) => line.replace('ml-dsa-65+ed25519', 'ml-dsa-65'))
    await expect(verify(renamed)).rejects.toMatchObject(broken)
  })

  test('is broken by every deletion, swap, repetition and change, also linked anew', async () => {
    const [a = '', b = '', c = '', d = ''] = hybrid
    for (const lines of [
      [b, c, d],
      [a, c, d],
      [a, c, b, d],
      [a, b, b, c, d],
      [a, b, c.replace('invalidate', 'permit'), d],
    ])
      await expect(verify(lines)).rejects.toMatchObject(broken)
    // Index and link are signed: giving a line another place needs the key.
    const moved = c
      .replace('"index":2', '"index":1')
      .replace(/"prev":"[0-9a-f]+"/, b.match(/"prev":"[0-9a-f]+"/)?.[0] ?? '')
    await expect(verify([a, moved])).rejects.toMatchObject(broken)
  })

  test('is broken for another key, and for a head that is known from elsewhere', async () => {
    const stranger = await KeyPair.generate()
    await expect(
      SignedAuditChain.verifyJsonl(hybrid.join('\n'), stranger.publicKeys()),
    ).rejects.toMatchObject(broken)
    await expect(verify(hybrid.slice(0, 3), { headHash: 'f'.repeat(64) })).rejects.toMatchObject(broken)
  })

  test('is not verified from a text that is no such chain', async () => {
    for (const line of ['{}', 'null', '[]', '{"v":1}', hybrid[0]?.slice(0, -1) ?? '', `${hybrid[0] ?? ''} `])
      await expect(verify([line])).rejects.toMatchObject(broken)
  })
})
