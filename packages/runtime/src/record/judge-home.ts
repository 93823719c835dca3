import { unsignedChains, verifyHome, type HomeExpectation, type JudgedHome } from '@kvlar/audit/file'
import type { Trust } from '../keys/trusted-keys.ts'

/** Verifies a home under these keys. @throws AuditError */
export async function judgeHome(
  home: string,
  trust: Trust,
  expected: Omit<HomeExpectation, 'keys'> = {},
): Promise<JudgedHome> {
  const verdict = await verifyHome(home, { ...expected, keys: trust.keys })
  const keyIds = verdict.chains.flatMap((chain) => chain.keyIds)
  return { ...verdict, home, isPinned: unsignedChains(verdict.chains).length === 0 && trust.isPinned(keyIds) }
}
