import { inProject } from '../places/client-folders.ts'
import { mcpServers } from './client-files.ts'
import { codeSettingsFiles } from './client-paths.ts'
import type { ClientFile, FileScope } from './client.ts'

/** Where older versions of VS Code kept servers among everything else, and what may still hold them. */
export const CODE_SETTINGS: readonly ClientFile[] = [
  settings('user', codeSettingsFiles),
  settings('project', inProject('.vscode', 'settings.json')),
  settings('project', inProject('*.code-workspace')),
  settings('project', inProject('.devcontainer', 'devcontainer.json')),
  settings('project', inProject('.devcontainer', '*', 'devcontainer.json')),
  settings('project', inProject('.devcontainer.json')),
]

/** Servers in it stand below a key that is named for them. */
function settings(scope: FileScope, paths: ClientFile['paths']): ClientFile {
  return { ...mcpServers(scope, paths), places: [], isMixed: true }
}
