import { join } from 'node:path'
import { listChains } from '../home/home.ts'
import { LEFT_BY_CHAINS, namesIn } from '../home/left-by-chains.ts'

/**
 * The names, relative to the home, of what only a home that had chains has. Whoever takes all chains away can take
 * these away as well; then only a head that somebody kept elsewhere tells.
 * @throws AuditError `AUDIT_UNAVAILABLE`
 */
export async function tracesOfChains(dir: string): Promise<readonly string[]> {
  const traces: string[] = []
  if ((await namesIn(join(dir, 'chains'))) === undefined) traces.push('chains is gone')
  for (const folder of LEFT_BY_CHAINS) {
    const [first] = (await namesIn(join(dir, folder))) ?? []
    if (first !== undefined) traces.push(`${folder}/${first}`)
  }
  return traces
}

/** As `tracesOfChains`, where no chain is left; a look that reads no entry. */
export async function tracesOfLostChains(dir: string): Promise<readonly string[]> {
  return (await listChains(dir)).length > 0 ? [] : tracesOfChains(dir)
}
