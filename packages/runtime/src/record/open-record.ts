import { resolve } from 'node:path'
import type { Policy } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { packageVersion } from '@kvlar/core/node'
import { entryBody, type EntryBody, type EntryContext, type RecordedEvent } from '@kvlar/audit'
import {
  openHome,
  RecordWriter,
  RECORD_WRITER_DEFAULTS,
  storePolicies,
  type BesidePolicies,
  type PolicyInForce,
  type RecordLag,
} from '@kvlar/audit/file'
import { chooseBackend, describeBackend } from '@kvlar/crypto'
import type { OwnKeys } from '../keys/own-keys.ts'
import { whyOf, type Tell } from '../notice.ts'
import type { PolicyTexts } from '../policies/load-policies.ts'
import type { PoliciesInForce } from '../policies/policies-in-force.ts'
import type { RecordPlace } from './record-place.ts'

export interface OpenRecordOptions {
  readonly place: RecordPlace
  /** Sign it. */
  readonly keys: () => Promise<OwnKeys>
  /** What decides now; absent for a process that judges no calls. */
  readonly inForce?: () => PoliciesInForce
  /** What stops calls beside the policies; asked once, when the chain begins. */
  readonly beside?: () => BesidePolicies
  readonly tell: Tell
}

/** A chain that is being written. */
export interface OpenRecord {
  /** Resolves when the entry stands in the record. @throws AuditError, EvaluationError */
  write(event: RecordedEvent): Promise<void>
  /** The same of an entry that is no event of a call. */
  append(body: EntryBody): Promise<void>
  /** Keeps policies that come into force, with their texts. */
  adopt(next: PoliciesInForce): Promise<void>
  /** Signs what has been written, at once. Never rejects. */
  sign(): Promise<void>
  lag(): RecordLag
  close(): Promise<void>
}

/**
 * Opens the home and the key, both made on first use, and begins a chain with the policies in force.
 * @throws AuditError, KeyError
 */
export async function openRecord(options: OpenRecordOptions): Promise<OpenRecord> {
  const { place, inForce, tell } = options
  const beside = options.beside?.() ?? {}
  const { ring, bundle } = await options.keys()
  const home = await openHome(place.dir)
  const recorder = new RecordWriter({
    ...RECORD_WRITER_DEFAULTS,
    home,
    signer: ring.current.signer(),
    keys: bundle,
    durability: place.durability,
    signing: place.signing,
    versions: await versions(),
    onCheckpointFailed: (error) => tell({ severity: 'warning', text: unsigned(error) }),
  })
  const adopt = async ({ engine, texts }: PoliciesInForce): Promise<void> =>
    void (await recorder.record(await storePolicies(home, engine.digest, [...texts].map(asRecorded), beside)))
  try {
    if (inForce !== undefined) await adopt(inForce())
  } catch (error) {
    await recorder.close().catch(() => undefined)
    throw error
  }
  const { enforcement } = beside
  const context: EntryContext = {
    digestKey: home.digestKey,
    engine: engineVersion(),
    ...(enforcement !== undefined && { enforcementDigest: enforcement.digest }),
  }
  return {
    write: async (event) => void (await recorder.record(entryBody(event, context))),
    append: async (body) => void (await recorder.record(body)),
    adopt,
    sign: () => recorder.sign(),
    lag: () => recorder.lag(),
    close: () => recorder.close(),
  }
}

function asRecorded([{ name, digest }, texts]: readonly [Policy, PolicyTexts]): PolicyInForce {
  return {
    name,
    digest,
    texts: [...texts].map(([file, text]) => ({ file: file.startsWith('<') ? file : resolve(file), text })),
  }
}

async function versions(): Promise<JsonObject> {
  const { node, icu = '', tz = '' } = process.versions
  const crypto = { ...describeBackend(await chooseBackend()) }
  return { kvlar: packageVersion(), node, icu, tz, crypto }
}

function engineVersion(): string {
  const { icu = '', tz = '' } = process.versions
  return `${packageVersion()} icu/${icu} tz/${tz}`
}

function unsigned(error: unknown): string {
  return `a checkpoint could not be signed, the next one covers its entries: ${whyOf(error)}`
}
