/**
 * Keys and key directories in files, for whoever keeps an identity across restarts.
 * Key files are for their owner alone and locked with a passphrase or a key; anything else is refused.
 */
export { loadBundle, loadKeyPair, saveKeyPair } from './key-file.ts'
export { KeyFolder, type KeyListing } from './key-folder.ts'
export { localLock } from './local-lock.ts'
export type { Overwrite } from './private-file.ts'
export { FileDirectory } from './file-directory.ts'
export { SignedFileDirectory } from './signed-file-directory.ts'
export { FileSequenceStore } from './file-sequence-store.ts'
