import { codeRun, type ShellConnector, type ShellReading, type ShellRun } from '@kvlar/core/readings'
import { fact, uninspectable, type Fact } from './facts.ts'

const DANGEROUS: ReadonlySet<string> = new Set(
  'rm rmdir shred dd mkfs fdisk chmod chown chgrp kill killall pkill eval exec source mount umount systemctl crontab iptables useradd passwd shutdown reboot'.split(
    ' ',
  ),
)
const FETCHING: ReadonlySet<string> = new Set('curl wget nc ncat ssh scp sftp rsync ftp telnet'.split(' '))
export const INTERPRETERS: ReadonlySet<string> = new Set(
  'sh bash zsh dash ksh fish python python3 node deno bun perl ruby php pwsh powershell osascript'.split(' '),
)
const CONNECTORS: Readonly<Record<ShellConnector, string>> = {
  '': 'runs',
  '|': 'pipes into',
  '||': 'or else',
  '&&': 'and then',
  ';': 'then',
}

/**
 * The names under which the run may start a program: its own, or any of its words where it starts another one in a way
 * that nobody can look through.
 */
export function namesOf({ words }: ShellRun, { doubts }: ShellReading): readonly string[] {
  const isOpaque = doubts.some(({ kind }) => kind === 'wrapper' || kind === 'assignment')
  return (isOpaque ? words : words.slice(0, 1)).map(({ text }) => text.slice(text.lastIndexOf('/') + 1))
}

/** What one program does with its words. */
export function runFacts(run: ShellRun, reading: ShellReading): readonly Fact[] {
  const names = namesOf(run, reading)
  const words = run.words.map(({ text }) => text)
  const shown = words
    .map((text) => (/^[\w@%+=:,./~$*?{}-]+$/.test(text) ? text : JSON.stringify(text)))
    .join(' ')
  const isDeletion = names.includes('rm')
  const isDeep = isDeletion && words.some((word) => /^(?:-[a-zA-Z]*[rR]|--recursive)/.test(word))
  const isForced =
    words.some((word) => /^(?:--force\b|--no-preserve-root|--hard$)/.test(word)) ||
    (isDeletion && words.some((word) => /^-[a-zA-Z]*f/.test(word)))
  const code = codeRun([names[0] ?? '', ...words.slice(1)])
  const tone = names.some((name) => DANGEROUS.has(name))
    ? 'danger'
    : names.some((name) => FETCHING.has(name) || INTERPRETERS.has(name))
      ? 'warn'
      : 'plain'
  return [
    fact(CONNECTORS[run.connector], shown, tone),
    ...(run.through.length === 0 ? [] : [fact('by way of', run.through.join(', '))]),
    ...(run.words[0]?.isLiteral === false
      ? [uninspectable('which program runs is decided when it runs')]
      : []),
    ...(isDeep ? [fact('deletes', 'folders with everything in them', 'danger')] : []),
    ...(isForced ? [fact('flags', 'forced, without asking', 'danger')] : []),
    ...(code === undefined
      ? []
      : [code.isInArguments ? uninspectable(code.says) : fact('runs code', code.says, 'warn')]),
  ]
}
