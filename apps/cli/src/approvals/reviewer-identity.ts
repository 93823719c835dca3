import { resolve } from 'node:path'
import type { Approver } from '@kvlar/approvals'
import { authenticateApprovers, authenticateLocal, type Identity } from '@kvlar/approvals/approvers'
import { openLocalToken } from '@kvlar/approvals/file'
import { loadApprovers } from '@kvlar/runtime/approvals'
import { reviewerTokenFile } from '@kvlar/runtime/places'
import { RefusedError } from '../failures/refused-error.ts'
import { UsageError } from '../failures/usage-error.ts'
import { askSecret, canAsk } from './ask-secret.ts'

/** The file that says who may review: the flag's, or else that of the environment. */
export function approversFile(flag: string | undefined): string | undefined {
  const { KVLAR_APPROVERS: file } = process.env
  const named = flag ?? (file === '' ? undefined : file)
  return named === undefined ? undefined : resolve(named)
}

/**
 * Who types here. INVARIANT: it comes from a token and from nothing else that a command line says: the token of an
 * approver of the file, or, without a file, the one that only this user can read.
 * @throws UsageError without a token, RefusedError for one that is nobody's
 */
export async function reviewerIdentity(approvers: string | undefined): Promise<Approver> {
  const identity = approvers === undefined ? await localIdentity() : await listedIdentity(approvers)
  return { ...identity, surface: 'cli' }
}

async function localIdentity(): Promise<Identity> {
  const token = await openLocalToken(reviewerTokenFile())
  return known(await authenticateLocal(token)(token))
}

async function listedIdentity(file: string): Promise<Identity> {
  const authenticate = authenticateApprovers(loadApprovers(file))
  return known(await authenticate(await givenToken()))
}

async function givenToken(): Promise<string> {
  const { KVLAR_APPROVER_TOKEN: token } = process.env
  if (token !== undefined && token !== '') return token
  if (canAsk()) return askSecret('token: ')
  throw new UsageError('a token is needed, and none is given', 'put it in `KVLAR_APPROVER_TOKEN`')
}

function known(identity: Identity | undefined): Identity {
  if (identity !== undefined) return identity
  throw new RefusedError('UNAUTHENTICATED', 'this token is nobody\u2019s; nothing was decided')
}
