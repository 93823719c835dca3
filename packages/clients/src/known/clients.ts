import { inExtensionStorage, inHome, inProject, xdgConfigFolder } from '../places/client-folders.ts'
import { joinPath } from '../places/join-path.ts'
import { mcpServers, openCodeFiles } from './client-files.ts'
import {
  claudeCodeFiles,
  claudeDesktopFiles,
  claudeManagedFiles,
  clineFiles,
  codeProfileFiles,
  codexFiles,
  copilotFiles,
  devinFiles,
  geminiManagedFiles,
  gooseFiles,
  zedFiles,
} from './client-paths.ts'
import type { Client } from './client.ts'
import { CODE_SETTINGS } from './code-settings.ts'

const SHARED_FILE = {
  scope: 'project',
  text: 'this file belongs to the project: it now holds absolute paths of this machine; do not commit it',
} as const

const APPROVE_AGAIN = {
  scope: 'project',
  text: 'the client asks you to trust the changed servers of a project once more before it starts them',
} as const

/**
 * Every MCP client whose file holds the command of a server; JetBrains AI Assistant keeps them in the settings of the
 * IDE. Paths and keys are those the vendors document, those of Junie and of Zed on Windows what others write of them.
 */
export const CLIENTS: readonly Client[] = [
  {
    id: 'claude-desktop',
    title: 'Claude Desktop',
    files: [mcpServers('user', claudeDesktopFiles)],
    notes: [],
  },
  {
    id: 'claude-code',
    title: 'Claude Code',
    files: [
      {
        ...mcpServers('user', claudeCodeFiles),
        places: [['mcpServers'], ['projects', '*', 'mcpServers']],
      },
      mcpServers('project', inProject('.mcp.json')),
      mcpServers('managed', claudeManagedFiles),
    ],
    notes: [
      {
        text: 'allow and deny lists of Claude Code compare `serverCommand` with the whole command line: an entry for a wrapped server must name the new one',
      },
      {
        text: 'a managed-mcp.json exists: Claude Code loads the servers of that file alone, and only an administrator can wrap those',
        whenExists: claudeManagedFiles,
      },
      APPROVE_AGAIN,
      SHARED_FILE,
    ],
  },
  {
    id: 'cursor',
    title: 'Cursor',
    files: [
      mcpServers('user', inHome('.cursor', 'mcp.json')),
      mcpServers('project', inProject('.cursor', 'mcp.json')),
    ],
    notes: [APPROVE_AGAIN, SHARED_FILE],
  },
  {
    id: 'vscode',
    title: 'VS Code',
    files: [
      { ...mcpServers('user', codeProfileFiles), places: [['servers']] },
      { ...mcpServers('project', inProject('.vscode', 'mcp.json')), places: [['servers']] },
      mcpServers('project', inProject('.mcp.json')),
      ...CODE_SETTINGS,
    ],
    notes: [
      { text: 'VS Code asks you to trust a server once more when its command has changed' },
      SHARED_FILE,
    ],
  },
  {
    id: 'copilot-cli',
    title: 'Copilot CLI',
    files: [mcpServers('user', copilotFiles)],
    notes: [],
  },
  {
    id: 'windsurf',
    title: 'Windsurf',
    files: [
      mcpServers('user', inHome('.codeium', 'windsurf', 'mcp_config.json')),
      mcpServers('user', inHome('.codeium', 'mcp_config.json')),
    ],
    notes: [],
  },
  {
    id: 'devin',
    title: 'Devin',
    files: [
      mcpServers('user', devinFiles),
      mcpServers('project', inProject('.devin', 'config.json')),
      mcpServers('project', inProject('.devin', 'config.local.json')),
    ],
    notes: [SHARED_FILE],
  },
  {
    id: 'zed',
    title: 'Zed',
    files: [
      { ...mcpServers('user', zedFiles), places: [['context_servers']] },
      { ...mcpServers('project', inProject('.zed', 'settings.json')), places: [['context_servers']] },
    ],
    notes: [SHARED_FILE],
  },
  { id: 'cline', title: 'Cline', files: [mcpServers('user', clineFiles)], notes: [] },
  {
    id: 'roo-code',
    title: 'Roo Code',
    files: [
      mcpServers('user', inExtensionStorage('rooveterinaryinc.roo-cline', 'mcp_settings.json')),
      mcpServers('project', inProject('.roo', 'mcp.json')),
    ],
    notes: [SHARED_FILE],
  },
  {
    id: 'continue',
    title: 'Continue',
    files: [
      { ...mcpServers('user', inHome('.continue', 'config.yaml')), format: 'yaml' },
      mcpServers('user', inHome('.continue', 'config.json')),
      { ...mcpServers('user', inHome('.continue', 'mcpServers', '*.yaml')), format: 'yaml' },
      { ...mcpServers('user', inHome('.continue', 'mcpServers', '*.yml')), format: 'yaml' },
      mcpServers('user', inHome('.continue', 'mcpServers', '*.json')),
      { ...mcpServers('project', inProject('.continue', 'mcpServers', '*.yaml')), format: 'yaml' },
      { ...mcpServers('project', inProject('.continue', 'mcpServers', '*.yml')), format: 'yaml' },
      mcpServers('project', inProject('.continue', 'mcpServers', '*.json')),
    ],
    notes: [SHARED_FILE],
  },
  {
    id: 'gemini-cli',
    title: 'Gemini CLI',
    files: [
      mcpServers('user', inHome('.gemini', 'settings.json')),
      mcpServers('project', inProject('.gemini', 'settings.json')),
      mcpServers('managed', geminiManagedFiles),
    ],
    notes: [
      {
        text: 'Gemini CLI hides inherited variables whose names look secret: what a server needs must stand in its `env`',
      },
      SHARED_FILE,
    ],
  },
  {
    id: 'codex',
    title: 'Codex',
    files: [
      { ...mcpServers('user', codexFiles), format: 'toml', places: [['mcp_servers']] },
      {
        ...mcpServers('project', inProject('.codex', 'config.toml')),
        format: 'toml',
        places: [['mcp_servers']],
      },
    ],
    notes: [
      { text: 'Codex reads this file only in projects you have marked as trusted', scope: 'project' },
      SHARED_FILE,
    ],
  },
  {
    id: 'junie',
    title: 'JetBrains Junie',
    files: [
      mcpServers('user', inHome('.junie', 'mcp', 'mcp.json')),
      mcpServers('project', inProject('.junie', 'mcp', 'mcp.json')),
    ],
    notes: [SHARED_FILE],
  },
  {
    id: 'air',
    title: 'JetBrains Air',
    files: [
      mcpServers('project', inProject('.air', 'mcp.json')),
      mcpServers('project', inProject('.mcp.json')),
    ],
    notes: [SHARED_FILE],
  },
  {
    id: 'lm-studio',
    title: 'LM Studio',
    files: [
      mcpServers('user', inHome('.lmstudio', 'mcp.json')),
      // Where older versions keep everything; reported for the file of servers, too.
      mcpServers('user', inHome('.cache', 'lm-studio', 'mcp.json')),
    ],
    notes: [],
  },
  {
    id: 'goose',
    title: 'Goose',
    files: [
      {
        scope: 'user',
        format: 'yaml',
        paths: gooseFiles,
        places: [['extensions']],
        spelling: { kind: 'split', command: 'cmd', args: 'args' },
      },
    ],
    notes: [],
  },
  {
    id: 'amazon-q',
    title: 'Amazon Q',
    files: [
      mcpServers('user', inHome('.aws', 'amazonq', 'mcp.json')),
      mcpServers('user', inHome('.aws', 'amazonq', 'cli-agents', '*.json')),
      mcpServers('project', inProject('.amazonq', 'mcp.json')),
    ],
    notes: [SHARED_FILE],
  },
  {
    id: 'kiro',
    title: 'Kiro',
    files: [
      mcpServers('user', inHome('.kiro', 'settings', 'mcp.json')),
      mcpServers('user', inHome('.kiro', 'agents', '*.json')),
      mcpServers('project', inProject('.kiro', 'settings', 'mcp.json')),
    ],
    notes: [SHARED_FILE],
  },
  {
    id: 'opencode',
    title: 'opencode',
    files: [
      openCodeFiles('user', (environment) => joinPath(xdgConfigFolder(environment), 'opencode')),
      openCodeFiles('project', ({ cwd }) => cwd),
      openCodeFiles('project', ({ cwd }) => joinPath(cwd, '.opencode')),
    ],
    notes: [SHARED_FILE],
  },
]
