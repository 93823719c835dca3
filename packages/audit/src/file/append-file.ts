import type { Stats } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AuditError } from '../audit-error.ts'

/** When an append counts as done: `os` survives the death of the process, `disk` that of the machine. */
export type Durability = 'os' | 'disk'

/**
 * A file that only grows, written by one process. What was acknowledged stays; what failed half-way is cut off again
 * before anything else is written, so that a full disk leaves no torn line behind.
 */
export class AppendFile {
  readonly file: string
  readonly #handle: FileHandle
  readonly #inode: number
  readonly #durability: Durability
  #bytes: number
  /** Whether bytes of a failed write may stand behind `#bytes`. */
  #dirty = false

  private constructor(
    file: string,
    handle: FileHandle,
    at: { inode: number; bytes: number; durability: Durability },
  ) {
    this.file = file
    this.#handle = handle
    this.#inode = at.inode
    this.#bytes = at.bytes
    this.#durability = at.durability
  }

  /** Opens a file at its end, or makes it; a new file's folder is synchronised so that the name survives. */
  static async open(file: string, durability: Durability): Promise<AppendFile> {
    const handle = await open(file, 'a', 0o600)
    const { ino, size } = await handle.stat()
    if (size === 0) await syncFolder(dirname(file))
    return new AppendFile(file, handle, { inode: ino, bytes: size, durability })
  }

  /** Acknowledged bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * Appends in one write and resolves when it is as durable as asked.
   * @throws AuditError `AUDIT_UNAVAILABLE`; nothing of `data` then counts, and a later append may succeed
   */
  async append(data: Uint8Array): Promise<void> {
    try {
      if (this.#dirty) await this.#cutBack()
      this.#dirty = true
      await this.#writeAll(data)
      this.#checkUntouched(await stat(this.file), this.#bytes + data.length)
      if (this.#durability === 'disk') await this.#handle.datasync()
      this.#bytes += data.length
      this.#dirty = false
    } catch (cause) {
      if (cause instanceof AuditError) throw cause
      throw new AuditError('AUDIT_UNAVAILABLE', `\`${this.file}\` cannot be written`, { cause })
    }
  }

  async sync(): Promise<void> {
    await this.#handle.sync()
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  /** A file that was removed, replaced or cut under us would swallow entries that we acknowledge. */
  #checkUntouched(now: Stats, bytes: number): void {
    if (now.ino === this.#inode && now.size === bytes) return
    throw new AuditError(
      'AUDIT_CORRUPT',
      `\`${this.file}\` was replaced or changed by somebody else; not writing to it`,
    )
  }

  async #cutBack(): Promise<void> {
    await this.#handle.truncate(this.#bytes)
    this.#dirty = false
  }

  async #writeAll(data: Uint8Array): Promise<void> {
    let written = 0
    while (written < data.length) {
      const { bytesWritten } = await this.#handle.write(data, written)
      written += bytesWritten
    }
  }
}

/** Makes a new or renamed name in a folder survive the death of the machine, where the platform can. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
