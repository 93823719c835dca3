import {
  DirectoryTokenVerifier,
  createMemoryDirectory,
  PqTokenSigner,
  type ExpectedCall,
  type PermitRequest,
  type TokenVerifierOptions,
} from '@kvlar/crypto'
import { Clock } from './clock.ts'

/** A request that binds every field. */
export const refund = {
  action: 'issue_refund',
  parameters: { order: 'ORD-1', amount: 500 },
  audience: 'payments',
  principal: 'agent-alice',
  target: 'orders/ORD-1',
  session: 'sess-1',
  decisionId: 'decision-1',
  policyDigest: `sha256:${'ab'.repeat(32)}`,
} satisfies PermitRequest

/** The call that it is for. */
export const call = {
  action: 'issue_refund',
  parameters: { amount: 500, order: 'ORD-1' },
  audience: 'payments',
} satisfies ExpectedCall

/** An issuer, a verifier that knows its key, and the clock of both. */
export async function setUp(options: TokenVerifierOptions = {}) {
  const clock = new Clock()
  const signer = await PqTokenSigner.generateHybrid({ now: clock.now })
  const directory = createMemoryDirectory([signer.publicKeys()])
  const verifier = new DirectoryTokenVerifier(directory, { now: clock.now, ...options })
  return { clock, signer, directory, verifier }
}
