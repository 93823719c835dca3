import { shellWord } from '@kvlar/core/text'
import type { Launcher } from '../../servers/wrapped-command.ts'
import type { HookClientId } from '../hook-client.ts'

/** What is written into the settings of a client. */
export interface HookCommand {
  readonly client: HookClientId
  readonly launcher: Launcher
  /** Absolute paths, in order. */
  readonly policies: readonly string[]
  /** Words that somebody added by hand, as they stand there, kept when the rest is renewed. */
  readonly kept: readonly string[]
}

/**
 * The command line of a hook, for the shell of the client.
 *
 * INVARIANT: on POSIX it ends with 0 or 2 and nothing else: a hook that is missing, killed or broken would end with
 * another number, at which most clients let the tool run. Codex heeds 2 only with a reason on standard error.
 */
export function hookCommand(hook: HookCommand, platform: string): string {
  const written = wordsOf(hook).map(platform === 'win32' ? quoted : shellWord)
  const line = [...written, ...hook.kept].join(' ')
  if (platform === 'win32') return line
  return `${line} || { [ $? = 2 ] || echo 'the hook of Kvlar failed, so nothing runs' >&2; exit 2; }`
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

const WORD = String.raw`(?:"[^"]*"|'[^']*'|\\'|[^\s"'])+`
const OURS = new RegExp(`^${WORD} ${WORD} hook (?:claude-code|codex|cursor|gemini|copilot|vscode)(?: |$)`)

/** Whether a command line is one that `hookCommand` wrote, wherever Node and Kvlar stood then. */
export function isHookCommand(command: string): boolean {
  return OURS.test(command)
}

/** What somebody chose in a command line that `hookCommand` wrote; undefined for any other. */
export function readHookCommand(command: string): Pick<HookCommand, 'policies' | 'kept'> | undefined {
  if (!isHookCommand(command)) return undefined
  const words = command.match(new RegExp(WORD, 'g'))?.slice(4) ?? []
  const end = words.indexOf('||')
  return readWords(end === -1 ? words : words.slice(0, end))
}

function readWords(words: readonly string[]): Pick<HookCommand, 'policies' | 'kept'> {
  const policies: string[] = []
  const kept: string[] = []
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    const [, name, inline] = /^(--?[a-z-]+)(?:=(.*))?$/s.exec(word) ?? []
    const value = (): string => meant(inline ?? words[++index] ?? '')
    if (name === '-p' || name === '--policy') policies.push(value())
    // Written anew each time.
    else if (name === '--home' || name === '--state-home') value()
    else kept.push(word)
  }
  return { policies, kept }
}

/** The word that a shell makes of what `shellWord` or `quoted` wrote. */
function meant(word: string): string {
  return word.replaceAll(
    /"([^"]*)"|'([^']*)'|\\'/g,
    (_, double?: string, single?: string) => double ?? single ?? "'",
  )
}

/** The same command line with a program in the place of Kvlar that is not there. */
export function withoutProgram(command: string): string {
  return command.replace(new RegExp(`^${WORD} ${WORD}`), '/kvlar/is/not/there')
}
