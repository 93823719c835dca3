import type { JsonValue } from '@kvlar/core/json'
import { DirectoryTokenVerifier, type PublicKeyDirectory } from '@kvlar/crypto'
import {
  expressPermit,
  openPermits,
  permitOf,
  type PermitRefusal,
  type PermitsOptions,
} from '@kvlar/sdk/permits'
import express from 'express'
import { listening } from './listening.ts'

export const AUDIENCE = 'payments'

/** A service that pays refunds, and only those that it has a permit for. */
export interface Payments {
  /** Where a refund is posted. */
  readonly url: string
  /** The parameters of what it has paid, as they were judged. */
  readonly paid: unknown[]
  /** Why it has not paid. */
  readonly refusals: PermitRefusal[]
}

export async function openPayments(given: Omit<PermitsOptions, 'audience' | 'onRefused'>): Promise<Payments> {
  const [paid, refusals]: [unknown[], PermitRefusal[]] = [[], []]
  const permits = await openPermits({
    ...given,
    audience: AUDIENCE,
    onRefused: (refusal) => refusals.push(refusal),
  })
  const app = express().use(express.json())
  app.post('/refund', expressPermit(permits, { action: 'issue_refund' }), (request, response) => {
    paid.push(permitOf(request).parameters)
    response.json({ paid: true })
  })
  return { url: `${await listening(app)}/refund`, paid, refusals }
}

/** The same service before its keys were hybrid: it takes what is signed with ML-DSA-65 alone. */
export async function openPqOnlyPayments(directory: PublicKeyDirectory): Promise<string> {
  const verifier = new DirectoryTokenVerifier(directory, { hybrid: false })
  const app = express().use(express.json())
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- what it rejects with is handled by this version
  app.post('/refund', async (request, response) => {
    const parameters = request.body as JsonValue
    const call = { action: 'issue_refund', audience: AUDIENCE, parameters }
    try {
      await verifier.redeem(request.get('kvlar-permit') ?? '', call)
      response.json({ paid: true })
    } catch {
      response.status(401).json({ error: 'a permit is required' })
    }
  })
  return `${await listening(app)}/refund`
}
