import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AuditError } from '../audit-error.ts'
import type { ChainAnchor } from '../verify/verify-chain.ts'
import { chainStateFromJson, chainStateToJson } from './chain-state-json.ts'
import { readIfThere } from './home.ts'
import { ANCHOR_FILE } from './segment-files.ts'

/** Writes the anchor; a crash in between leaves the old one. */
export async function saveAnchor(dir: string, { chain, keyInForce }: ChainAnchor): Promise<void> {
  const file = join(dir, ANCHOR_FILE)
  const text = JSON.stringify({ version: 1, ...chainStateToJson(chain), key_in_force: keyInForce })
  await writeFile(`${file}.new`, text, { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
}

/**
 * Undefined when nothing was pruned.
 * @throws AuditError `AUDIT_CORRUPT` when there is an anchor that cannot be read
 */
export async function loadAnchor(dir: string): Promise<ChainAnchor | undefined> {
  const text = await readIfThere(join(dir, ANCHOR_FILE))
  if (text === undefined) return undefined
  try {
    const { version, key_in_force: keyInForce, ...state } = JSON.parse(text) as Record<string, unknown>
    const chain = chainStateFromJson(state)
    if (version !== 1 || typeof keyInForce !== 'string' || chain.last === undefined)
      throw new TypeError('not an anchor')
    return { chain, keyInForce }
  } catch (cause) {
    throw new AuditError('AUDIT_CORRUPT', `the anchor in \`${dir}\` cannot be read`, { cause })
  }
}
