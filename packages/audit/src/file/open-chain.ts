import { randomBytes } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AuditError } from '../audit-error.ts'
import type { TrustedKeys } from '../checkpoint/verify-checkpoint.ts'
import { AppendFile, syncFolder, type Durability } from './append-file.ts'
import { claimChain, type Claim } from './claim.ts'
import { chainDir, type AuditHome } from './home.ts'
import { resumeChain, type ResumedChain } from './resume-chain.ts'
import { CHECKPOINT_FILE, segmentFile } from './segment-files.ts'

/** Where to look for a chain, and how to write it. */
export interface OpenChainOptions {
  readonly home: AuditHome
  /** Keys that signed before, to go on with chains of theirs. */
  readonly keys: TrustedKeys
  readonly durability: Durability
}

/** A chain that this process holds, with its files open. */
export interface OpenedChain {
  readonly chain: string
  readonly dir: string
  readonly claim: Claim
  readonly segment: AppendFile
  readonly checkpoints: AppendFile
  readonly resumed?: ResumedChain
  readonly nowMs: number
}

/** The first chain of the home that nobody holds and that can be continued. */
export async function claimIdleChain(
  options: OpenChainOptions,
  nowMs: number,
): Promise<OpenedChain | undefined> {
  const { home, keys, durability } = options
  for (const chain of (await readdir(join(home.dir, 'chains'))).toSorted()) {
    const dir = chainDir(home, chain)
    const claim = claimChain(dir)
    if (claim === undefined) continue
    try {
      const resumed = await resumeChain(dir, keys)
      const segment = await AppendFile.open(resumed.segment.file, durability)
      const checkpoints = await AppendFile.open(join(dir, CHECKPOINT_FILE), durability)
      return { chain, dir, claim, segment, checkpoints, resumed, nowMs }
    } catch (error) {
      claim.release()
      // A chain that was tampered with is left as it is, for `verify` to report; recording goes on in another.
      if (!(error instanceof AuditError)) throw error
    }
  }
  return undefined
}

export async function beginChain(
  { home, durability }: OpenChainOptions,
  nowMs: number,
): Promise<OpenedChain> {
  const chain = randomBytes(16).toString('hex')
  const dir = chainDir(home, chain)
  await mkdir(dir, { mode: 0o700 })
  await syncFolder(join(home.dir, 'chains'))
  const claim = claimChain(dir)
  if (claim === undefined)
    throw new AuditError('AUDIT_UNAVAILABLE', `the new chain in \`${dir}\` is held already`)
  const segment = await AppendFile.open(segmentFile(dir, 0), durability)
  const checkpoints = await AppendFile.open(join(dir, CHECKPOINT_FILE), durability)
  return { chain, dir, claim, segment, checkpoints, nowMs }
}
