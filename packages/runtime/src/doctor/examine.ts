import { checkBundled } from './check-bundled.ts'
import { checkCrypto } from './check-crypto.ts'
import { checkFolders } from './check-folders.ts'
import { checkHooks } from './check-hooks.ts'
import { checkKeys } from './check-keys.ts'
import { checkLimits } from './check-limits.ts'
import { checkPlatform } from './check-platform.ts'
import { checkPolicies } from './check-policies.ts'
import { checkRecord } from './check-record.ts'
import { checkRoots } from './check-roots.ts'
import { checkShadow } from './check-shadow.ts'
import type { Finding } from './finding.ts'

/** What is looked at. */
export interface Examination {
  /** Audit home. */
  readonly auditDir: string
  /** Files, or names of built-in policies; the user's own for none. */
  readonly policies: readonly string[]
  readonly nowMs: number
  /** The Redis that counts limits; the user's own file does when absent. */
  readonly redis?: string | undefined
  /** Whether hooks of clients are started with a call that must be denied. */
  readonly live?: boolean
}

/**
 * Looks at the machine, the cryptography, the folders, the keys, the record, the limits, shadow mode, the policies and the servers of
 * clients. Never rejects for what it finds.
 */
export async function examine({
  auditDir,
  policies,
  nowMs,
  redis,
  live = false,
}: Examination): Promise<readonly Finding[]> {
  return [
    ...checkPlatform(),
    ...(await checkCrypto()),
    ...checkFolders(auditDir),
    ...(await checkKeys(nowMs)),
    ...(await checkRecord(auditDir, nowMs)),
    ...(await checkLimits(auditDir, nowMs, { redis })),
    ...(await checkShadow(auditDir, nowMs)),
    ...checkPolicies(policies),
    ...checkRoots(),
    ...checkBundled(),
    ...(live ? await checkHooks() : []),
  ]
}
