import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '@kvlar/core/node'
import { AuditError } from '../../audit-error.ts'
import type { TrustedKeys } from '../../note/verify-note.ts'
import { AppendFile, type Durability } from './append-file.ts'
import { claimChain, type Claim } from './claim.ts'
import { chainDir, listChains, type AuditHome } from '../home/home.ts'
import { resumeChain, type ResumedChain } from './resume-chain.ts'
import { CHECKPOINT_FILE, listSegments, segmentFile } from '../home/segment-files.ts'
import { isSystemError } from '../home/system-error.ts'

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
}

/** The first chain of the home that nobody holds and that can be continued. */
export async function claimIdleChain(options: OpenChainOptions): Promise<OpenedChain | undefined> {
  for (const chain of await listChains(options.home.dir)) {
    const opened = await tryChain(chain, options)
    if (opened !== undefined) return opened
  }
  return undefined
}

/** Begins a chain. @throws a system error or AuditError; nothing is left behind then */
export async function beginChain({ home, durability }: OpenChainOptions): Promise<OpenedChain> {
  const chain = randomBytes(16).toString('hex')
  const dir = chainDir(home, chain)
  await mkdir(dir, { mode: 0o700 })
  let claim: Claim | undefined
  try {
    claim = claimChain(dir)
    if (claim === undefined) throw new AuditError('AUDIT_UNAVAILABLE', `the new chain in \`${dir}\` is held`)
    await syncFolder(join(home.dir, 'chains'))
    return { chain, dir, claim, ...(await openFiles(dir, segmentFile(dir, 0), durability)) }
  } catch (error) {
    claim?.release()
    await rm(dir, { recursive: true, force: true })
    throw error
  }
}

/** Lets a chain go. */
export async function releaseChain({
  claim,
  segment,
  checkpoints,
}: Pick<OpenedChain, 'claim' | 'segment' | 'checkpoints'>): Promise<void> {
  try {
    await segment.close()
    await checkpoints.close()
  } finally {
    claim.release()
  }
}

/** Undefined when the chain is held, is only being made, or is damaged: `verify` reports damage, recording goes on. */
async function tryChain(
  chain: string,
  { home, keys, durability }: OpenChainOptions,
): Promise<OpenedChain | undefined> {
  const dir = chainDir(home, chain)
  let claim: Claim | undefined
  try {
    // Whoever makes a chain claims it before it has a segment; looking earlier would take it from him.
    if ((await listSegments(dir)).length === 0) return undefined
    claim = claimChain(dir)
    if (claim === undefined) return undefined
    const resumed = await resumeChain(dir, keys)
    return { chain, dir, claim, ...(await openFiles(dir, resumed.segment.file, durability)), resumed }
  } catch (error) {
    claim?.release()
    if (error instanceof AuditError || isSystemError(error)) return undefined
    throw error
  }
}

async function openFiles(
  dir: string,
  segmentPath: string,
  durability: Durability,
): Promise<{ readonly segment: AppendFile; readonly checkpoints: AppendFile }> {
  const segment = await AppendFile.open(segmentPath, durability)
  try {
    return { segment, checkpoints: await AppendFile.open(join(dir, CHECKPOINT_FILE), durability) }
  } catch (error) {
    await segment.close()
    throw error
  }
}
