import { hash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '@kvlar/core/node'
import { AuditError } from '../../audit-error.ts'
import type { EnforcementRecord, ObserveOnlyRecord, PolicyBody } from '../../entry/entry.ts'
import { LIMITS } from '../../limits.ts'
import type { AuditHome } from './home.ts'
import { readSmallFile, writeSmallFileOnce } from './small-file.ts'
import { isSystemError } from './system-error.ts'

/** A policy in force, with the texts that it was read from: its own file first, then those it extends. */
export interface PolicyInForce {
  readonly name: string
  /** Digest of its meaning: `Policy.digest`. */
  readonly digest: string
  readonly texts: readonly { readonly file: string; readonly text: string }[]
}

/** What stops calls beside the policies, with the text of the file that invariants were read from. */
export interface BesidePolicies {
  readonly enforcement?: Omit<EnforcementRecord, 'text'>
  readonly source?: { readonly file: string; readonly text: string }
  readonly observeOnly?: ObserveOnlyRecord
}

/**
 * Keeps the texts of what is in force, each once by the digest of its bytes, and returns the entry to record.
 * @param policyDigest `Engine.digest`
 * @throws AuditError `AUDIT_UNAVAILABLE`; `AUDIT_CORRUPT` when a stored text is not what its name says
 */
export async function storePolicies(
  home: AuditHome,
  policyDigest: string,
  policies: readonly PolicyInForce[],
  { enforcement, source, observeOnly }: BesidePolicies = {},
): Promise<PolicyBody> {
  const folder = join(home.dir, 'policies')
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const sources = [...policies.flatMap(({ texts }) => texts), ...(source === undefined ? [] : [source])]
    for (const { text } of sources) {
      const digest = hash('sha256', text, 'hex')
      const stored = await writeSmallFileOnce(join(folder, digest), text, LIMITS.policyBytesMax)
      if (stored !== text) throw corrupt(digest)
    }
    await syncFolder(folder)
  } catch (cause) {
    if (!isSystemError(cause) || cause instanceof AuditError) throw cause
    throw new AuditError('AUDIT_UNAVAILABLE', `the policies cannot be kept in \`${folder}\``, { cause })
  }
  return {
    kind: 'policy',
    policy_digest: policyDigest,
    policies: policies.map(({ name, digest, texts }) => ({
      name,
      digest,
      texts: texts.map(storedText),
    })),
    ...(enforcement !== undefined && {
      enforcement: { ...enforcement, ...(source !== undefined && { text: storedText(source) }) },
    }),
    ...(observeOnly !== undefined && { observe_only: observeOnly }),
  }
}

function storedText({ file, text }: { readonly file: string; readonly text: string }) {
  return { file, digest: hash('sha256', text, 'hex') }
}

/**
 * The text of a stored policy file; undefined when it was not kept.
 * @param digest as a `policy` entry names it
 * @throws AuditError `AUDIT_CORRUPT` when it is not what its name says
 */
export async function readPolicyText(dir: string, digest: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined
  const text = await readSmallFile(join(dir, 'policies', digest), LIMITS.policyBytesMax)
  if (text !== undefined && hash('sha256', text, 'hex') !== digest) throw corrupt(digest)
  return text
}

function corrupt(digest: string): AuditError {
  return new AuditError('AUDIT_CORRUPT', `the stored policy \`${digest}\` is not what its name says`)
}
