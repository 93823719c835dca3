import { DirectoryTokenVerifier, createMemoryDirectory, PqTokenSigner } from '@kvlar/crypto'
import { loadPolicy } from '@kvlar/core'
import { createKvlar, KvlarDenied, type KvlarContext, type KvlarOptions } from '@kvlar/sdk'
import { beforeAll, describe, expect, test } from 'vitest'

const policy = loadPolicy({
  file: 'policy.yaml',
  text: `
name: refunds
rules:
  - id: refunds
    match_on: { resources: [issue_refund, read_order] }
    effect: { type: allow }
`,
})

let tokenSigner: PqTokenSigner
beforeAll(async () => {
  tokenSigner = await PqTokenSigner.generateHybrid()
})

const kvlarOf = (over: Partial<KvlarOptions> = {}) =>
  createKvlar({ policies: [policy], tokenSigner, permitAudience: 'payments', ...over })

describe('the permit of a guarded call', () => {
  test('is there while its function runs, and good once for what was judged', async () => {
    const verifier = new DirectoryTokenVerifier(createMemoryDirectory([tokenSigner.publicKeys()]))
    const kvlar = kvlarOf()
    const refund = kvlar.guard('issue_refund', async (given: { amount: number }) => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return { permit: kvlar.permit() ?? '', given }
    })
    const { permit, given } = await refund({ amount: 500 })
    expect(Object.isFrozen(given)).toBe(true)
    const call = { action: 'issue_refund', parameters: given, audience: 'payments', principal: 'sdk-agent' }
    await expect(verifier.redeem(permit, { ...call, parameters: { amount: 501 } })).rejects.toThrow(
      'other parameters',
    )
    expect(await verifier.redeem(permit, call)).toMatchObject({ action: 'issue_refund' })
    await expect(verifier.redeem(permit, call)).rejects.toMatchObject({ code: 'PERMIT_REPLAYED' })
    expect(kvlar.permit()).toBeUndefined()
  })

  test('is each call’s own, also within another and at the same time', async () => {
    const kvlar = kvlarOf()
    const read = kvlar.guard('read_order', async () => kvlar.permit())
    const refund = kvlar.guard('issue_refund', async ({ id }: { id: number }) => {
      const before = kvlar.permit()
      const inner = await read({})
      return [id, before, inner, kvlar.permit()]
    })
    const all = await Promise.all(Array.from({ length: 20 }, (_, id) => refund({ id })))
    const permits = all.flatMap(([, before, inner]) => [before, inner])
    expect(new Set(permits).size).toBe(40)
    expect(all.every(([, before, , after]) => before === after)).toBe(true)
  })

  test('binds the session that the context names, and none where the call is in none', async () => {
    const verifier = new DirectoryTokenVerifier(createMemoryDirectory([tokenSigner.publicKeys()]))
    const kvlar = kvlarOf()
    const refund = kvlar.guard('issue_refund', async () => kvlar.permit() ?? '')
    const session = async (context: KvlarContext): Promise<unknown> => {
      const call = { action: 'issue_refund', parameters: {}, audience: 'payments' }
      return (await verifier.redeem(await kvlar.run(context, () => refund({})), call)).session
    }
    expect(await session({ sessionId: 's-17', ip: '192.0.2.1' })).toBeDefined()
    expect(await session({ ip: '192.0.2.1' })).toBeUndefined()
  })

  test('of a gate that signs is not handed on to one that does not', async () => {
    const [signs, plain] = [kvlarOf(), createKvlar({ policies: [policy] })]
    const inner = plain.guard('read_order', async () => [plain.permit()])
    const outer = signs.guard('issue_refund', async () => inner({}))
    expect(await outer({})).toEqual([undefined])
  })

  test('names the server that a function stands for as its audience', async () => {
    const kvlar = kvlarOf()
    const verifier = new DirectoryTokenVerifier(createMemoryDirectory([tokenSigner.publicKeys()]))
    const refund = kvlar.guard('issue_refund', async () => kvlar.permit() ?? '', { server: 'crm' })
    const token = await verifier.redeem(await refund({}), {
      action: 'issue_refund',
      parameters: {},
      audience: 'crm',
    })
    expect(token.audience).toBe('crm')
  })

  test('that cannot be signed keeps the function from running', async () => {
    let ran = false
    const kvlar = kvlarOf({ tokenSigner: { issue: () => Promise.reject(new Error('the HSM is gone')) } })
    const refund = kvlar.guard('issue_refund', async () => (ran = true))
    const error = await refund({}).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(KvlarDenied)
    expect(error).toMatchObject({ code: 'PERMIT_FAILED' })
    expect(ran).toBe(false)
  })

  test('is not there where nobody signs', async () => {
    const kvlar = createKvlar({ policies: [policy] })
    const refund = kvlar.guard('issue_refund', async () => kvlar.permit() ?? 'none')
    expect(await refund({})).toBe('none')
  })
})
