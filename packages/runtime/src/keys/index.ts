/** The user's own keys: outside every audit home, so that no record names its own judge. */
export { ownKeyLock } from './key-lock.ts'
export { openOwnKeys, ownKeyFolder, type OwnKeys } from './own-keys.ts'
export { lifeText } from './life-text.ts'
export { trustedKeys, type Trust } from './trusted-keys.ts'
export { ownKey } from './own-key.ts'
