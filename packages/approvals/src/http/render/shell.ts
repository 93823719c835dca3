import type { JsonObject } from '@kvlar/core'
import { HTTP_LIMITS } from '../http-limits.ts'
import { isArray } from '../view/is-array.ts'
import { argument, fact, textArgument, uninspectable, type Fact, type Renderer } from './facts.ts'
import { shellWords, type ShellCommand, type ShellReading } from './shell-words.ts'

const DANGEROUS: ReadonlySet<string> = new Set(
  'rm rmdir shred dd mkfs fdisk chmod chown chgrp kill killall pkill eval exec source mount umount systemctl crontab iptables useradd passwd shutdown reboot'.split(
    ' ',
  ),
)
const FETCHING: ReadonlySet<string> = new Set('curl wget nc ncat ssh scp sftp rsync ftp telnet'.split(' '))
const INTERPRETERS: ReadonlySet<string> = new Set(
  'sh bash zsh dash ksh fish python python3 node deno bun perl ruby php pwsh powershell osascript'.split(' '),
)
/** Programs that run another one, which is what matters. */
const WRAPPERS: ReadonlySet<string> = new Set(
  'sudo doas env nohup time nice ionice command xargs timeout stdbuf'.split(' '),
)
const CONNECTORS: Readonly<Record<ShellCommand['connector'], string>> = {
  '': 'runs',
  '|': 'pipes into',
  '||': 'or else',
  '&&': 'and then',
  ';': 'then',
  '&': 'meanwhile',
}

/** A command line: each program with its words, and what a shell does between them. A reading for people. */
export const renderShell: Renderer = (args, tool) => {
  const reading = readingOf(args, tool)
  if (reading === undefined) return undefined
  const { commands, hasSubstitution, doubt } = reading
  const facts = commands.flatMap(commandFacts)
  const hidden = facts.length - HTTP_LIMITS.renderFactsMax
  return {
    kind: 'shell',
    facts: [
      ...(doubt === undefined ? [] : [uninspectable(doubt)]),
      ...(commands.some(({ argv }) => argv.some(({ text }) => text === 'sudo' || text === 'doas'))
        ? [fact('privileges', 'as another user (sudo)', 'danger')]
        : []),
      ...(commands.some(({ connector, argv }) => connector === '|' && INTERPRETERS.has(programOf(argv)))
        ? [fact('pipe', 'what comes out is run as a program', 'danger')]
        : []),
      ...(hasSubstitution
        ? [fact('substitution', 'what another command prints becomes part of this one', 'warn')]
        : []),
      ...facts.slice(0, HTTP_LIMITS.renderFactsMax),
      ...(hidden > 0 ? [uninspectable(`${hidden} more parts are not listed here`)] : []),
    ],
  }
}

function readingOf(
  args: JsonObject,
  tool: string,
): (Omit<ShellReading, 'doubt'> & { readonly doubt?: string }) | undefined {
  const isShell = /(?:shell|bash|exec|terminal|command|powershell|cmd)/i.test(tool)
  const list = argument(args, ['argv', 'command', 'cmd'], (value) => isArray(value))
  const text = textArgument(
    args,
    isShell ? ['command', 'cmd', 'script', 'commandline', 'input'] : ['command', 'cmd', 'shell'],
  )
  const more = argument(args, ['args', 'arguments'], (value) => isArray(value))
  // Handed over as a list, no shell reads it.
  const words =
    list ?? (text !== undefined && more !== undefined && isArray(more) ? [text, ...more] : undefined)
  if (words !== undefined && isArray(words)) {
    if (words.length === 0 || !words.every((word) => typeof word === 'string')) return undefined
    const argv = words.map((word) => ({ text: word, isOpen: false }))
    return { commands: [{ connector: '', argv, redirects: [] }], hasSubstitution: false }
  }
  if (text === undefined || text.trim() === '') return undefined
  if (/powershell|pwsh|\bcmd(?:\.exe)?$/i.test(tool))
    return { commands: [], hasSubstitution: false, doubt: 'it is not for a POSIX shell' }
  const read = shellWords(text.slice(0, HTTP_LIMITS.renderCharsMax))
  return text.length > HTTP_LIMITS.renderCharsMax
    ? { ...read, doubt: 'it is too long to be read here' }
    : read
}

function commandFacts({ connector, argv, redirects }: ShellCommand): readonly Fact[] {
  const program = programOf(argv)
  const [first] = argv
  const shown = argv
    .map(({ text }) => (/^[\w@%+=:,./~$*?{}-]+$/.test(text) ? text : JSON.stringify(text)))
    .join(' ')
  const words = argv.map(({ text }) => text)
  const isDeep = program === 'rm' && words.some((word) => /^(?:-[a-zA-Z]*[rR]|--recursive)/.test(word))
  const isForced =
    words.some((word) => /^(?:--force\b|--no-preserve-root|--hard$)/.test(word)) ||
    (program === 'rm' && words.some((word) => /^-[a-zA-Z]*f/.test(word)))
  const hasCode =
    INTERPRETERS.has(program) && words.some((word) => /^-[a-z]*[ce]$|^--?(?:eval|command)$/i.test(word))
  const tone = DANGEROUS.has(program)
    ? 'danger'
    : FETCHING.has(program) || INTERPRETERS.has(program)
      ? 'warn'
      : 'plain'
  return [
    ...(first === undefined ? [] : [fact(CONNECTORS[connector], shown, tone)]),
    ...(first?.isOpen === true ? [uninspectable('which program runs is decided when it runs')] : []),
    ...(isDeep ? [fact('deletes', 'folders with everything in them', 'danger')] : []),
    ...(isForced ? [fact('flags', 'forced, without asking', 'danger')] : []),
    ...(hasCode ? [uninspectable(`\`${program}\` runs the code in its arguments`)] : []),
    ...redirects.map(({ operator, target }) =>
      operator.includes('<')
        ? fact('reads', target)
        : fact(
            operator.includes('>>') ? 'appends to' : 'overwrites',
            target,
            /^\/(?:dev|etc|boot|sys|proc)\//.test(target) ? 'danger' : 'warn',
          ),
    ),
  ]
}

/** The name of the program, behind settings of variables and programs that only start another one. */
function programOf(argv: ShellCommand['argv']): string {
  const names = argv
    .filter(({ text }) => !/^\w+=|^-/.test(text))
    .map(({ text }) => text.slice(text.lastIndexOf('/') + 1))
  return names.find((name) => !WRAPPERS.has(name)) ?? names[0] ?? ''
}
