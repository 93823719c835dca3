import { resolve } from 'node:path'
import type { JsonObject, Policy } from '@kvlar/core'
import { entryBody, type EntryBody, type EntryContext } from '@kvlar/audit'
import { openHome, Recorder, RECORDER_DEFAULTS, storePolicies, type PolicyInForce } from '@kvlar/audit/file'
import { chooseBackend, describeBackend, KeyPair, KeyRing, type Signer } from '@kvlar/crypto'
import { KeyFolder } from '@kvlar/crypto/file'
import type { ProxyEvent } from '@kvlar/proxy'
import type { PolicyTexts } from '../load-policies.ts'
import { defaultKeyFolder } from '../paths.ts'
import type { AuditSettings } from '../audit-settings.ts'
import type { Page } from '../terminal.ts'
import { packageVersion } from '../version.ts'
import { keyLock } from '../keys/key-lock.ts'

export interface OpenRecordOptions {
  readonly audit: AuditSettings
  /** Absent for a process that judges no calls. */
  readonly inForce?: PoliciesInForce
  readonly err: Page
}

/** What decides, as the record keeps it. */
export interface PoliciesInForce {
  /** `Engine.digest` */
  readonly digest: string
  readonly policies: ReadonlyMap<Policy, PolicyTexts>
}

/** A chain that is being written. */
export interface OpenRecord {
  /** Resolves when the entry stands in the record. @throws AuditError, EvaluationError */
  write(event: ProxyEvent): Promise<void>
  /** The same of an entry that is no event of the proxy. */
  append(body: EntryBody): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the home and the key, both made on first use, and begins a chain with the policies in force.
 * @throws AuditError, KeyError
 */
export async function openRecord(options: OpenRecordOptions): Promise<OpenRecord> {
  const { audit, inForce, err } = options
  const { signer, keys } = await openKeys()
  const home = await openHome(audit.dir)
  const recorder = new Recorder({
    ...RECORDER_DEFAULTS,
    home,
    signer,
    keys,
    durability: audit.durability,
    signing: audit.signing,
    versions: await versions(),
    onCheckpointFailed: (error) => err.line(`${err.tone('warning', 'warning:')} ${unsigned(error)}`),
  })
  try {
    if (inForce !== undefined)
      await recorder.record(await storePolicies(home, inForce.digest, [...inForce.policies].map(asRecorded)))
  } catch (error) {
    await recorder.close().catch(() => undefined)
    throw error
  }
  const context: EntryContext = { digestKey: home.digestKey, engine: engineVersion() }
  return {
    write: async (event) => void (await recorder.record(entryBody(event, context))),
    append: async (body) => void (await recorder.record(body)),
    close: () => recorder.close(),
  }
}

async function openKeys(): Promise<{ signer: Signer; keys: (id: string) => Signer['bundle'] | undefined }> {
  const path = defaultKeyFolder()
  const folder = new KeyFolder(path)
  const pair = await folder.current(await keyLock(path), () => KeyPair.generate())
  const { current } = new KeyRing(pair)
  const bundles = new Map((await folder.list()).map(({ bundle }) => [bundle.id, bundle]))
  return { signer: current.signer(), keys: (id) => bundles.get(id) }
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
  const why = error instanceof Error ? error.message : String(error)
  return `a checkpoint could not be signed, the next one covers its entries: ${why}`
}
