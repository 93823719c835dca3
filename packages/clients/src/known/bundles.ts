import type { ConfigFormat } from '../formats/formats.ts'
import { dataFolder, folderFrom, inHome, inProject } from '../places/client-folders.ts'
import type { Environment } from '../places/environment.ts'
import { joinPath } from '../places/join-path.ts'
import { claudeDesktopFolders } from './client-paths.ts'

/**
 * Files of extensions, plug-ins and bundles that bring servers along. The client writes them anew with every update, so
 * they are read and never changed.
 *
 * The folders are those that the vendors document, unless a row says that they are only what was seen.
 */
export interface BundleFiles {
  readonly client: string
  readonly title: string
  /** Absolute; a segment may hold `*`, and `**` is any folder below. */
  readonly paths: (environment: Environment) => readonly string[]
  readonly format: ConfigFormat
  readonly says: BundleContent
}

/** What such a file says of its servers. */
export type BundleContent =
  /** How each is started, as in the file of a client. */
  | { readonly kind: 'servers' }
  /** How its one server is started, in `server.mcp_config` (MCPB manifest). */
  | { readonly kind: 'manifest' }
  /** Their names or ids at these keys; how they are started is in its code. */
  | { readonly kind: 'names'; readonly at: readonly string[] }

const SERVERS = { format: 'jsonc', says: { kind: 'servers' } } as const
const CODE_EXTENSIONS = ['contributes', 'mcpServerDefinitionProviders']

export const BUNDLES: readonly BundleFiles[] = [
  {
    // The manifest is specified (MCPB); the folder was seen.
    client: 'claude-desktop',
    title: 'Claude Desktop',
    paths: (environment) =>
      claudeDesktopFolders(environment).map((folder) =>
        joinPath(folder, 'Claude Extensions', '*', 'manifest.json'),
      ),
    format: 'jsonc',
    says: { kind: 'manifest' },
  },
  {
    client: 'claude-code',
    title: 'Claude Code',
    paths: (environment) =>
      below(
        homeOf(environment, 'CLAUDE_CONFIG_DIR', '.claude'),
        ['plugins', 'cache'],
        [['.mcp.json'], ['.claude-plugin', 'plugin.json']],
      ),
    ...SERVERS,
  },
  {
    // `local` is documented; what comes from a marketplace was seen below `cache`.
    client: 'cursor',
    title: 'Cursor',
    paths: ({ home }) =>
      below(
        joinPath(home, '.cursor'),
        ['plugins'],
        [['mcp.json'], ['.mcp.json'], ['.cursor-plugin', 'plugin.json']],
      ),
    ...SERVERS,
  },
  codeExtensions('cursor', 'Cursor', ['.cursor']),
  codeExtensions('vscode', 'VS Code', ['.vscode', '.vscode-insiders', '.vscode-oss', '.vscode-server']),
  {
    client: 'copilot-cli',
    title: 'Copilot CLI',
    paths: (environment) =>
      below(
        homeOf(environment, 'COPILOT_HOME', '.copilot'),
        ['installed-plugins'],
        [['.mcp.json'], ['.github', 'mcp.json'], ['plugin.json']],
      ),
    ...SERVERS,
  },
  codeExtensions('windsurf', 'Windsurf', ['.windsurf']),
  {
    client: 'zed',
    title: 'Zed',
    paths: (environment) => [
      joinPath(dataFolder(environment, 'Zed'), 'extensions', 'installed', '*', 'extension.toml'),
    ],
    format: 'toml',
    says: { kind: 'names', at: ['context_servers'] },
  },
  {
    // Those of a project were loaded by the first versions alone.
    client: 'gemini-cli',
    title: 'Gemini CLI',
    paths: (environment) =>
      [inHome, inProject].flatMap((inFolder) =>
        inFolder('.gemini', 'extensions', '*', 'gemini-extension.json')(environment),
      ),
    ...SERVERS,
  },
  {
    client: 'codex',
    title: 'Codex',
    paths: (environment) =>
      below(
        homeOf(environment, 'CODEX_HOME', '.codex'),
        ['plugins', 'cache'],
        [['.mcp.json'], ['.codex-plugin', 'plugin.json']],
      ),
    ...SERVERS,
  },
]

/**
 * Extensions of VS Code and of what is built from it announce in their manifest that they bring servers. The folders of
 * the builds other than VS Code's own were seen.
 */
function codeExtensions(client: string, title: string, folders: readonly string[]): BundleFiles {
  return {
    client,
    title,
    paths: ({ home }) => folders.map((folder) => joinPath(home, folder, 'extensions', '*', 'package.json')),
    format: 'jsonc',
    says: { kind: 'names', at: CODE_EXTENSIONS },
  }
}

function homeOf(environment: Environment, variable: string, name: string): string {
  return folderFrom(environment, variable, joinPath(environment.home, name))
}

function below(
  folder: string,
  segments: readonly string[],
  names: readonly (readonly string[])[],
): readonly string[] {
  return names.map((name) => joinPath(folder, ...segments, '**', ...name))
}
