import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AuditError } from '../audit-error.ts'

/** A folder in which any number of processes record, each into a chain of its own. */
export interface AuditHome {
  readonly dir: string
  /** 32 hexadecimal digits, made once. */
  readonly id: string
  /** Keys the digests of hidden values; 32 bytes, never leaves the home. */
  readonly digestKey: Uint8Array
}

const HOME_FILE = 'home.json'
const DIGEST_KEY_FILE = 'digest.key'
const DIGEST_KEY_BYTES = 32
const HOME_VERSION = 1

/** The folder of one chain. */
export function chainDir(home: Pick<AuditHome, 'dir'>, chain: string): string {
  return join(home.dir, 'chains', chain)
}

/**
 * Opens a home and makes what is missing; safe against other processes that do the same at the same time.
 * @throws AuditError `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT`
 */
export async function openHome(dir: string): Promise<AuditHome> {
  try {
    await mkdir(join(dir, 'chains'), { recursive: true, mode: 0o700 })
    const id = randomBytes(16).toString('hex')
    const home = await once(join(dir, HOME_FILE), `${JSON.stringify({ version: HOME_VERSION, id })}\n`)
    const digestKey = await once(join(dir, DIGEST_KEY_FILE), randomBytes(DIGEST_KEY_BYTES).toString('base64'))
    return { dir, id: homeId(home), digestKey: keyBytes(digestKey) }
  } catch (cause) {
    if (cause instanceof AuditError) throw cause
    throw new AuditError('AUDIT_UNAVAILABLE', `the audit home \`${dir}\` cannot be opened`, { cause })
  }
}

/** Makes a file with this content unless it exists, in one step, and returns what it holds then. */
export async function once(file: string, content: string): Promise<string> {
  const known = await readIfThere(file)
  if (known !== undefined) return known
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    // Whoever comes second finds the first one's file: a link, unlike a rename, does not replace.
    await link(draft, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  return (await readIfThere(file)) ?? content
}

/** Undefined when there is no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function homeId(text: string): string {
  const [, id] = /^\{"version":1,"id":"([0-9a-f]{32})"\}\n$/.exec(text) ?? []
  if (id === undefined)
    throw new AuditError('AUDIT_CORRUPT', `\`${HOME_FILE}\` is not what this version writes`)
  return id
}

function keyBytes(text: string): Uint8Array {
  const key = Buffer.from(text, 'base64')
  if (key.length !== DIGEST_KEY_BYTES)
    throw new AuditError('AUDIT_CORRUPT', `\`${DIGEST_KEY_FILE}\` is not a key of ${DIGEST_KEY_BYTES} bytes`)
  return key
}
