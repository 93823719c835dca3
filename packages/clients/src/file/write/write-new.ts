import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs'

/** Whose a file is, and who may read it. */
export interface FileRights {
  readonly mode: number
  /** The user who writes, when absent. */
  readonly uid?: number
  readonly gid?: number
}

/** Writes a file that is not there yet; on the disk when it returns. Throws EEXIST rather than overwrite. */
export function writeNew(path: string, bytes: Uint8Array, rights: FileRights): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    takeOwner(descriptor, rights)
    fchmodSync(descriptor, rights.mode & 0o777)
    writeFileSync(descriptor, bytes)
    fsyncSync(descriptor)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
}

/** Only root may give a file away; for anybody else the file is theirs already, or stays theirs. */
function takeOwner(descriptor: number, { uid, gid }: FileRights): void {
  if (uid === undefined || gid === undefined) return
  try {
    fchownSync(descriptor, uid, gid)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error
  }
}
