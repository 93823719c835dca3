import { lastCheckpoint } from '../home/checkpoint-file.ts'
import { chainDir, listChains } from '../home/home.ts'

/**
 * The newest checkpoint note of every chain of a home, for somebody else to keep (`witnessText`). Whoever has it
 * misses what is cut off before it.
 * @param only the chain to look at; all unless told
 * @throws AuditError `AUDIT_UNAVAILABLE`
 */
export async function newestCheckpoints(dir: string, only?: string): Promise<string[]> {
  const chains = (await listChains(dir)).filter((chain) => only === undefined || chain === only)
  const notes = await Promise.all(chains.map((chain) => lastCheckpoint(chainDir({ dir }, chain))))
  return notes.filter((note) => note !== undefined)
}
