import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs'

/**
 * Writes a new file with the mode, and where the system lets us the owner, of another; on the disk when it returns.
 * Throws EEXIST rather than overwrite.
 */
export function writeBeside(path: string, bytes: Uint8Array, like: Stats): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    takeOwner(descriptor, like)
    fchmodSync(descriptor, like.mode & 0o777)
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
function takeOwner(descriptor: number, like: Stats): void {
  try {
    fchownSync(descriptor, like.uid, like.gid)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error
  }
}
