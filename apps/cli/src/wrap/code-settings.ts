import type { ClientFile } from './client.ts'
import { mcpServers } from './client-files.ts'
import { inProject } from './client-folders.ts'
import { codeSettingsFiles } from './client-paths.ts'

/** Where older versions of VS Code kept servers among everything else, and what may still hold them. */
export const CODE_SETTINGS: readonly ClientFile[] = [
  mcpServers('user', codeSettingsFiles),
  ...[
    ['.vscode', 'settings.json'],
    ['*.code-workspace'],
    ['.devcontainer', 'devcontainer.json'],
    ['.devcontainer', '*', 'devcontainer.json'],
    ['.devcontainer.json'],
  ].map((segments) => mcpServers('project', inProject(...segments))),
].map((file) => ({ ...file, places: [], isMixed: true }))
