import { proveEntry } from '../../proof/prove-entry.ts'
import { chainSource } from './chain-source.ts'
import { chainDir, listChains } from '../home/home.ts'

/**
 * A proof of one entry of a home, as `proveEntry` makes it; undefined also when there is no such chain.
 * @throws AuditError `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT`, `AUDIT_CHECKPOINT_MALFORMED`
 */
export async function proveInHome(
  dir: string,
  { chain, index }: { readonly chain: string; readonly index: number },
): Promise<string | undefined> {
  if (!(await listChains(dir)).includes(chain)) return undefined
  return proveEntry(await chainSource(chainDir({ dir }, chain)), index)
}
