/** Where Kvlar keeps what is its own, and what of a machine no call may reach. */
export {
  defaultAuditFolder,
  defaultKeyFolder,
  defaultPolicyFile,
  kvlarHome,
  reviewerTokenFile,
  serveTokenFile,
} from './own-places.ts'
export { compiledFolder, privateFolder } from './compiled-folder.ts'
export { pinFolders, type PinnedFolders } from './own-folders.ts'
export { thisMachine } from './this-machine.ts'
export { clientRoots, serverRoots, type ServerPlace } from './server-roots.ts'
export { keptPlace, placeName, type KeptPlace } from '../limits/limits-place.ts'
