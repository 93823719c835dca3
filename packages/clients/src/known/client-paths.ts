import {
  applicationFolder,
  codeUserFolders,
  folderFrom,
  inExtensionStorage,
  localFolder,
  roamingFolder,
  xdgConfigFolder,
} from '../places/client-folders.ts'
import type { Environment } from '../places/environment.ts'
import { joinPath } from '../places/join-path.ts'

/* Where each client keeps its configuration, for those whose path is more than a fixed one in the home folder. */

export function claudeManagedFiles({ platform }: Environment): readonly string[] {
  if (platform === 'win32') return ['C:\\Program Files\\ClaudeCode\\managed-mcp.json']
  if (platform === 'darwin') return ['/Library/Application Support/ClaudeCode/managed-mcp.json']
  return ['/etc/claude-code/managed-mcp.json']
}

/** On Windows both the classic folder and that of every package: the one in use depends on how the app was installed. */
export function claudeDesktopFolders(environment: Environment): readonly string[] {
  const classic = joinPath(applicationFolder(environment), 'Claude')
  if (environment.platform !== 'win32') return [classic]
  const packages = joinPath(localFolder(environment), 'Packages')
  return [classic, joinPath(packages, 'Claude_*', 'LocalCache', 'Roaming', 'Claude')]
}

export function claudeDesktopFiles(environment: Environment): readonly string[] {
  return claudeDesktopFolders(environment).map((folder) => joinPath(folder, 'claude_desktop_config.json'))
}

export function claudeCodeFiles(environment: Environment): readonly string[] {
  return [joinPath(folderFrom(environment, 'CLAUDE_CONFIG_DIR', environment.home), '.claude.json')]
}

export function devinFiles(environment: Environment): readonly string[] {
  const folder = environment.platform === 'win32' ? roamingFolder(environment) : xdgConfigFolder(environment)
  return [joinPath(folder, 'devin', 'config.json')]
}

export function zedFiles(environment: Environment): readonly string[] {
  if (environment.platform === 'win32') return [joinPath(roamingFolder(environment), 'Zed', 'settings.json')]
  const folder =
    environment.platform === 'darwin' ? joinPath(environment.home, '.config') : xdgConfigFolder(environment)
  return [joinPath(folder, 'zed', 'settings.json')]
}

export function clineFiles(environment: Environment): readonly string[] {
  const home = folderFrom(environment, 'CLINE_DIR', joinPath(environment.home, '.cline'))
  const data = folderFrom(environment, 'CLINE_DATA_DIR', joinPath(home, 'data'))
  const usual = joinPath(data, 'settings', 'cline_mcp_settings.json')
  const legacy = inExtensionStorage('saoudrizwan.claude-dev', 'cline_mcp_settings.json')
  return [folderFrom(environment, 'CLINE_MCP_SETTINGS_PATH', usual), ...legacy(environment)]
}

export function gooseFiles(environment: Environment): readonly string[] {
  return environment.platform === 'win32'
    ? [joinPath(roamingFolder(environment), 'Block', 'goose', 'config', 'config.yaml')]
    : [joinPath(xdgConfigFolder(environment), 'goose', 'config.yaml')]
}

export function geminiManagedFiles({ platform }: Environment): readonly string[] {
  if (platform === 'win32') return ['C:\\ProgramData\\gemini-cli\\settings.json']
  return platform === 'darwin' ? [] : ['/etc/gemini-cli/settings.json']
}

export function codeProfileFiles(environment: Environment): readonly string[] {
  return codeUserFolders(environment).flatMap((folder) => [
    joinPath(folder, 'mcp.json'),
    joinPath(folder, 'profiles', '*', 'mcp.json'),
  ])
}

export function codeSettingsFiles(environment: Environment): readonly string[] {
  return codeUserFolders(environment).flatMap((folder) => [
    joinPath(folder, 'settings.json'),
    joinPath(folder, 'profiles', '*', 'settings.json'),
  ])
}

export function copilotFiles(environment: Environment): readonly string[] {
  const folder = folderFrom(environment, 'COPILOT_HOME', joinPath(environment.home, '.copilot'))
  return [joinPath(folder, 'mcp-config.json')]
}

export function codexFiles(environment: Environment): readonly string[] {
  return [
    joinPath(folderFrom(environment, 'CODEX_HOME', joinPath(environment.home, '.codex')), 'config.toml'),
  ]
}
