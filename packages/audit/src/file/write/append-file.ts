import { statSync } from 'node:fs'
import { constants, open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '@kvlar/core/node'
import { AuditError } from '../../audit-error.ts'
import { syncData, writeFully } from '../home/file-calls.ts'
import { isCode } from '../home/system-error.ts'

/** At its end, or anew; a pipe must not make us wait for its reader. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0)

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
    const handle = await open(file, APPEND, 0o600)
    try {
      const stats = await handle.stat()
      const { ino, size } = stats
      if (!stats.isFile()) throw new AuditError('AUDIT_CORRUPT', `\`${file}\` is not a file`)
      if (size === 0) await syncFolder(dirname(file))
      return new AppendFile(file, handle, { inode: ino, bytes: size, durability })
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** Acknowledged bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * Appends and resolves when it is as durable as asked.
   * @throws AuditError `AUDIT_UNAVAILABLE`: nothing of `data` counts, and a later append may succeed; `AUDIT_CORRUPT`:
   * the file is not ours any more
   */
  async append(data: Uint8Array): Promise<void> {
    try {
      if (this.#dirty) await this.#cutBack()
      this.#dirty = true
      await writeFully(this.#handle.fd, data)
      this.#checkUntouched(this.#bytes + data.length)
      if (this.#durability === 'disk') await syncData(this.#handle.fd)
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

  /** Makes sure that the file ends with what was acknowledged, before another file follows it. */
  async seal(): Promise<void> {
    if (this.#dirty) await this.#cutBack()
    await this.#handle.sync()
  }

  /** Cuts off what was appended behind a place and that nobody was told of. @throws as `append` */
  async takeBack(bytes: number): Promise<void> {
    this.#bytes = bytes
    this.#dirty = true
    await this.#cutBack()
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  /**
   * A file that was removed, replaced or cut under us would swallow entries that we acknowledge. Asked on this thread:
   * a name that was just written is in the system's cache, and asking a thread of the pool costs ten times as much.
   */
  #checkUntouched(bytes: number): void {
    const now = statSync(this.file, { throwIfNoEntry: false })
    if (now === undefined) throw this.#lost('was removed')
    if (now.ino !== this.#inode) throw this.#lost('was replaced')
    if (now.size !== bytes) throw this.#lost('was changed')
  }

  /** Through a handle of its own: on Windows one that appends cannot cut. */
  async #cutBack(): Promise<void> {
    const cutter = await open(this.file, 'r+').catch((error: unknown) => {
      throw isCode(error, 'ENOENT') ? this.#lost('was removed') : error
    })
    try {
      const { ino, size } = await cutter.stat()
      if (ino !== this.#inode) throw this.#lost('was replaced')
      if (size < this.#bytes) throw this.#lost('was cut')
      await cutter.truncate(this.#bytes)
    } finally {
      await cutter.close()
    }
    this.#dirty = false
  }

  #lost(what: string): AuditError {
    return new AuditError('AUDIT_CORRUPT', `\`${this.file}\` ${what} by somebody else; not writing to it`)
  }
}
