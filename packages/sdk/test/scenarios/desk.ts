import { KeyPair, PqTokenSigner } from '@kvlar/crypto'
import { Gate, type ActionInput, type GateOptions, type Verdict } from '@kvlar/sdk/gate'
import express from 'express'
import { SHOP } from '../gate/gates.ts'
import { listening, post, type Answered } from './listening.ts'
import { AUDIENCE } from './payments.ts'

/** Whoever holds one of these tokens; a service that authenticates knows who that is. */
const CALLERS: Readonly<Record<string, Pick<ActionInput, 'principalId' | 'principalKind' | 'roles'>>> = {
  'token-of-bot': { principalId: 'agent-bot', principalKind: 'agent' },
  'token-of-other': { principalId: 'other-bot', principalKind: 'agent' },
  'token-of-support': { principalId: 'ana', principalKind: 'user', roles: ['support'] },
  'token-of-admin': { principalId: 'root', principalKind: 'user', roles: ['admin'] },
}
export type Caller = 'bot' | 'other' | 'support' | 'admin'

/** What a caller asks for. */
export type Wish = Partial<Omit<ActionInput, 'principalId' | 'principalKind' | 'roles'>>

export interface Desk {
  readonly gate: Gate
  readonly signer: PqTokenSigner
  /** Asks over HTTP. */
  ask(wish: Wish, caller?: Caller): Promise<Answered>
  refund(amount: unknown, over?: Wish, caller?: Caller): Promise<Answered>
}

/**
 * A service through which agents and people act: it asks the gate, and hands what is permitted on to the service that pays,
 * with the permit. Refused is 403, whoever is turned away from here on gets 401.
 */
export async function openDesk({
  policy = SHOP,
  payments,
  ...options
}: GateOptions & { readonly policy?: object; readonly payments?: string } = {}): Promise<Desk> {
  const clock = options.now === undefined ? {} : { now: options.now }
  const signer = PqTokenSigner.fromKeypairHybrid(await KeyPair.generate(clock), clock)
  const gate = Gate.fromObject(policy, {
    invariants: [{ name: 'hard_cap', field: 'amount', maxValue: 50_000 }],
    geoDriftMaxKm: 500,
    tokenSigner: signer,
    permitAudience: AUDIENCE,
    ...options,
  })
  const app = express().use(express.json())
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- what it rejects with is handled by this version
  app.post('/actions', async (request, response) => {
    const caller = CALLERS[request.get('authorization') ?? '']
    if (caller === undefined) return void response.status(401).json({ error: 'who are you?' })
    const verdict = await gate.evaluate({ ...(request.body as ActionInput), ...caller })
    if (verdict.kind !== 'permit') return void response.status(statusOf(verdict)).json(told(verdict))
    if (payments === undefined || verdict.permit === undefined) return void response.json(told(verdict))
    const { params } = request.body as ActionInput
    const answer = await post(payments, params, { 'kvlar-permit': verdict.permit.text })
    response.status(answer.status).json({ ...told(verdict), ...answer.body })
  })
  const url = `${await listening(app)}/actions`
  const ask: Desk['ask'] = (wish, caller = 'bot') => post(url, wish, { authorization: `token-of-${caller}` })
  return {
    gate,
    signer,
    ask,
    refund: (amount, over = {}, caller) =>
      ask({ actionName: 'issue_refund', params: { amount }, ...over }, caller),
  }
}

function statusOf({ kind }: Verdict): number {
  return kind === 'invalidate' ? 401 : 403
}

function told(verdict: Verdict): object {
  const { kind, code, evaluator } = verdict
  const permit = verdict.kind === 'permit' ? verdict.permit?.text : undefined
  return { kind, code, evaluator, ...(permit !== undefined && { permit }) }
}
