import { link, open, rename, rm } from 'node:fs/promises'

/** `keep`: on the disk before it is acknowledged. `hint`: the machine's death may leave neither the old nor the new. */
type Worth = 'keep' | 'hint'

/**
 * Makes a file for its owner alone, in one step, unless there is one: whether it was made. Of processes that do so at the
 * same time one makes it, and nobody ever reads half of it.
 * @throws the system's error when it cannot be written
 */
export async function writeOnce(path: string, content: string): Promise<boolean> {
  const draft = await writeDraft(path, content, 'keep')
  try {
    // Whoever comes second finds the first one's file: a link, unlike a rename, does not replace.
    await link(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/**
 * Writes a file for its owner alone anew: afterwards there is the old one or the new one, whole.
 * @throws the system's error, and the old one stays
 */
export async function replaceFile(path: string, content: string, worth: Worth): Promise<void> {
  const draft = await writeDraft(path, content, worth)
  try {
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Makes what was created or renamed in a folder survive the machine. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Beside its place, because only within a folder a name can be moved in one step. */
async function writeDraft(path: string, content: string, worth: Worth): Promise<string> {
  // Not `node:crypto`, which takes long to load and is needed here for nothing else.
  const name = Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex')
  const draft = `${path}.${name}.new`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    if (worth === 'keep') await handle.sync()
    return draft
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}
