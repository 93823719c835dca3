import type { Judgement } from '../judgement.ts'
import { findSecret } from './find-secrets.ts'
import type { SecretKind } from './secret-kind.ts'

const NONE: Judgement = Object.freeze({ truth: 'false' })

/** Whether a text holds a secret, of these kinds where some are given. Never an error: every text can be searched. */
export function judgeSecrets(text: string, kinds?: readonly SecretKind[]): Judgement {
  const first = findSecret(text, (kind) => kinds === undefined || kinds.includes(kind))
  if (first === undefined) return NONE
  return { truth: 'true', part: text.slice(first.start, first.end), pattern: first.kind }
}
