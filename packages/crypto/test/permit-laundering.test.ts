import { describe, expect, test } from 'vitest'
import { parametersDigest, permitText, type PermitToken } from '@kvlar/crypto'
import { flip } from './support/flip.ts'
import { outcome } from './support/outcome.ts'
import { call, refund, setUp } from './support/permits.ts'

describe('laundering a permit', () => {
  test('fails for every signature that is not the permit’s own', async () => {
    const { signer, verifier } = await setUp()
    const { token, signature } = await signer.issue(refund)
    const foreign = await signer.issue(refund)
    const length = signature.length
    const variants: [string, Uint8Array][] = [
      ['zeros', new Uint8Array(length)],
      ['0xff', new Uint8Array(length).fill(0xff)],
      ['truncated', signature.slice(0, -1)],
      ['extended', new Uint8Array([...signature, 0])],
      ['empty', new Uint8Array()],
      ['flipped at 0', flip(signature, 0)],
      ['flipped at 10', flip(signature, 10)],
      ['flipped at 100', flip(signature, 100)],
      ['flipped in the middle', flip(signature, length >> 1)],
      ['flipped at the end', flip(signature, length - 1)],
      ['random', crypto.getRandomValues(new Uint8Array(length))],
      ['of another permit', foreign.signature],
    ]
    for (const [name, variant] of variants)
      expect([name, await outcome(verifier.verify(token, variant))]).not.toEqual([name, 'accepted'])
    expect(await outcome(verifier.verify(token, signature))).toBe('accepted')
  })

  test('fails for every changed field', async () => {
    const { signer, verifier } = await setUp()
    const { token, signature } = await signer.issue(refund)
    const changes: Partial<PermitToken>[] = [
      { action: 'wire_transfer' },
      { action: '' },
      { expiresAt: 0 },
      { expiresAt: token.issuedAt - 1 },
      { expiresAt: token.expiresAt + 1 },
      { notBefore: token.notBefore + 1 },
      { issuedAt: token.issuedAt - 1 },
      { tokenId: '00'.repeat(16) },
      { decisionId: 'decision-2' },
      { parametersDigest: parametersDigest({ amount: 5_000_000 }) },
      { audience: 'ledger' },
      { principal: 'root' },
      { target: 'orders/ORD-2' },
      { session: 'sess-2' },
      { policyDigest: `sha256:${'00'.repeat(32)}` },
    ]
    for (const change of changes) {
      const forged = { ...token, ...change }
      expect([change, await outcome(verifier.verify(forged, signature))]).not.toEqual([change, 'accepted'])
      const text = permitText({ token: forged, signature })
      expect([change, await outcome(verifier.redeem(text, call))]).not.toEqual([change, 'accepted'])
    }
    for (const field of ['target', 'session', 'decisionId', 'policyDigest'] as const) {
      const { [field]: _, ...rest } = token
      expect([field, await outcome(verifier.verify(rest, signature))]).toEqual([field, 'SignatureInvalid'])
    }
  })

  test('fails for every byte of the text that is changed', async () => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue(refund)
    const bytes = Buffer.from(text.slice(5), 'base64url')
    const accepted: number[] = []
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = `kvp1.${Buffer.from(flip(bytes, index, index % 8)).toString('base64url')}`
      if ((await outcome(verifier.redeem(changed, call))) === 'accepted') accepted.push(index)
    }
    expect(accepted).toEqual([])
    expect(await outcome(verifier.redeem(text, call))).toBe('accepted')
  })

  test('fails for every truncation, and for every second way to write the same bytes', async () => {
    const { signer, verifier } = await setUp()
    const { text } = await signer.issue(refund)
    for (let length = 0; length < text.length; length += 97)
      expect(await outcome(verifier.redeem(text.slice(0, length), call))).toMatch(
        /^(PERMIT_MALFORMED|EnvelopeParse)$/,
      )
    for (const other of [
      `${text}=`,
      `${text} `,
      ` ${text}`,
      `${text}A`,
      text.toUpperCase(),
      text.replace('kvp1', 'kvp2'),
    ])
      expect(await outcome(verifier.redeem(other, call))).toMatch(/^(PERMIT_MALFORMED|EnvelopeParse)$/)
  })
})
