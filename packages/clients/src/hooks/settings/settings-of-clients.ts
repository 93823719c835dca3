import { folderFrom } from '../../places/client-folders.ts'
import type { Environment } from '../../places/environment.ts'
import { joinPath } from '../../places/join-path.ts'
import type { HookClientId } from '../hook-client.ts'
import { HOOK_SECONDS, type HookSettings } from './hook-settings.ts'

const UNDER_HOME = (variable: string, name: string) => (environment: Environment) =>
  folderFrom(environment, variable, joinPath(environment.home, name))

const claude = UNDER_HOME('CLAUDE_CONFIG_DIR', '.claude')
const codex = UNDER_HOME('CODEX_HOME', '.codex')
const copilot = UNDER_HOME('COPILOT_HOME', '.copilot')
const gemini = ({ home }: Environment): string => joinPath(home, '.gemini')
const cursor = ({ home }: Environment): string => joinPath(home, '.cursor')

/** Where `kvlar wrap --hooks` puts the hook of each client; VS Code reads those of Claude Code and of Copilot. */
export const HOOK_SETTINGS: Readonly<Partial<Record<HookClientId, HookSettings>>> = {
  'claude-code': {
    folder: claude,
    file: (environment) => joinPath(claude(environment), 'settings.json'),
    events: ['PreToolUse'],
    besides: {},
    entry: (command) => ({
      matcher: '*',
      // What fails, is killed or hangs blocks; older versions than 2.1.295 do not know the key.
      hooks: [{ type: 'command', command, timeout: HOOK_SECONDS, onFailure: 'block' }],
    }),
    whenHanging: 'denied',
    notes: [],
  },
  codex: {
    folder: codex,
    file: (environment) => joinPath(codex(environment), 'hooks.json'),
    events: ['PreToolUse'],
    besides: {},
    entry: (command) => ({
      matcher: '*',
      hooks: [{ type: 'command', command, timeout: HOOK_SECONDS }],
    }),
    whenHanging: 'runs',
    notes: [
      'Codex skips a hook in silence until you trust it: start `codex`, type `/hooks` and trust this one',
    ],
  },
  gemini: {
    folder: gemini,
    file: (environment) => joinPath(gemini(environment), 'settings.json'),
    events: ['BeforeTool'],
    besides: {},
    entry: (command) => ({
      matcher: '.*',
      hooks: [{ name: 'kvlar', type: 'command', command, timeout: HOOK_SECONDS * 1000 }],
    }),
    whenHanging: 'runs',
    notes: [],
  },
  cursor: {
    folder: cursor,
    file: (environment) => joinPath(cursor(environment), 'hooks.json'),
    events: ['preToolUse', 'beforeMCPExecution'],
    besides: { version: 1 },
    // No timeout: what is written of its unit differs.
    entry: (command) => ({ command, failClosed: true }),
    whenHanging: 'unknown',
    notes: [],
  },
  copilot: {
    folder: copilot,
    file: (environment) => joinPath(copilot(environment), 'hooks', 'kvlar.json'),
    events: ['preToolUse'],
    besides: { version: 1 },
    entry: (command, { platform }) => ({
      type: 'command',
      [platform === 'win32' ? 'powershell' : 'bash']: command,
      timeoutSec: HOOK_SECONDS,
    }),
    whenHanging: 'unknown',
    notes: [],
  },
}
