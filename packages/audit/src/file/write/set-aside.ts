import { hash, randomBytes } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { syncFolder } from '@kvlar/core/node'
import { AuditError } from '../../audit-error.ts'
import { LIMITS } from '../../limits.ts'

/** What was set aside. */
export interface TornLine {
  readonly bytes: number
  /** SHA-256 in hexadecimal. */
  readonly digest: string
}

/**
 * Keeps the end of a file beside the chain, then cuts it off: nothing is dropped in silence.
 * @throws AuditError `AUDIT_CORRUPT` when there is more than a crash leaves
 */
export async function setAside(dir: string, file: string, offset: number): Promise<TornLine> {
  const source = await open(file, 'r+')
  try {
    const { size } = await source.stat()
    const length = size - offset
    if (length > LIMITS.tornBytesMax)
      throw new AuditError('AUDIT_CORRUPT', `\`${file}\` ends in ${length} bytes that are no entries`)
    const bytes = Buffer.alloc(length)
    for (let at = 0; at < length;) {
      const { bytesRead } = await source.read(bytes, at, length - at, offset + at)
      if (bytesRead === 0) throw new AuditError('AUDIT_CORRUPT', `\`${file}\` changed while it was read`)
      at += bytesRead
    }
    await keep(dir, `${basename(file, '.jsonl')}-${offset}`, bytes)
    await source.truncate(offset)
    await source.sync()
    return { bytes: length, digest: hash('sha256', bytes, 'hex') }
  } finally {
    await source.close()
  }
}

async function keep(dir: string, name: string, bytes: Uint8Array): Promise<void> {
  const folder = join(dir, 'torn')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const kept = await open(join(folder, `${name}-${randomBytes(4).toString('hex')}`), 'wx', 0o600)
  try {
    await kept.writeFile(bytes)
    await kept.sync()
  } finally {
    await kept.close()
  }
  await syncFolder(folder)
}
