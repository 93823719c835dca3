import { shellWord } from '@kvlar/core/text'
import type { Launcher } from '../../servers/wrapped-command.ts'
import type { HookClientId } from '../hook-client.ts'

/** What is written into the settings of a client. */
export interface HookCommand {
  readonly client: HookClientId
  readonly launcher: Launcher
  /** Absolute paths, in order. */
  readonly policies: readonly string[]
}

/**
 * The command line of a hook, for the shell of the client.
 *
 * INVARIANT: on POSIX it ends with 0 or 2 and nothing else: a hook that is missing, killed or broken would end with
 * another number, at which most clients let the tool run. Codex heeds 2 only with a reason on standard error.
 */
export function hookCommand(hook: HookCommand, platform: string): string {
  const words = wordsOf(hook)
  if (platform === 'win32') return words.map(quoted).join(' ')
  return `${words.map(shellWord).join(' ')} || { [ $? = 2 ] || echo 'the hook of Kvlar failed, so nothing runs' >&2; exit 2; }`
}

function wordsOf({ client, launcher, policies }: HookCommand): readonly string[] {
  const { node, entry, folders } = launcher
  return [
    node,
    entry,
    'hook',
    client,
    ...policies.flatMap((policy) => ['--policy', policy]),
    ...(folders === undefined ? [] : ['--home', folders.home, '--state-home', folders.stateHome]),
  ]
}

/** Paths of Windows hold no quotes. */
function quoted(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `"${word}"`
}

const WORD = String.raw`(?:"[^"]*"|'[^']*'|[^\s"'])+`
const OURS = new RegExp(`^${WORD} ${WORD} hook (?:claude-code|codex|cursor|gemini|copilot|vscode)(?: |$)`)

/** Whether a command line is one that `hookCommand` wrote, wherever Node and Kvlar stood then. */
export function isHookCommand(command: string): boolean {
  return OURS.test(command)
}

/** The same command line with a program in the place of Kvlar that is not there. */
export function withoutProgram(command: string): string {
  return command.replace(new RegExp(`^${WORD} ${WORD}`), '/kvlar/is/not/there')
}
