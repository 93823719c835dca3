import { LIMITS } from '../../../limits.ts'
import { DoubtList } from './doubt-list.ts'
import { programDoubt } from './program-doubt.ts'
import { scanCommands } from './scan-commands.ts'
import type { ShellDoubtKind } from './shell-doubt.ts'
import type { ShellCommand, ShellRun, ShellWord } from './shell-reading.ts'
import { READ_SHELLS, RUNNING_FLAGS, SHELLS, WRAPPERS, type Wrapper } from './wrappers.ts'

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/
/** `-l` reads the login files first, which are the user's own. */
const TEXT_FLAG = /^-l?c$/

/** The programs that commands run in the end, behind the programs that only run another one. */
export function findRuns(commands: readonly ShellCommand[], doubts: DoubtList): readonly ShellRun[] {
  const runs: ShellRun[] = []
  for (const { connector, words } of commands) addRun({ connector, words, through: [] }, { runs, doubts })
  return runs
}

interface Finding {
  readonly runs: ShellRun[]
  readonly doubts: DoubtList
}

/** Looks through one program after the other until there is one that runs no other. */
function addRun(written: ShellRun, finding: Finding): void {
  let run = withoutAssignments(written, finding)
  for (;;) {
    const [program] = run.words
    if (program === undefined) return
    const name = program.text
    const doubt = (kind: ShellDoubtKind): void =>
      finding.doubts.add(kind, program.start, run.words.at(-1)?.end ?? program.end)
    if (run.through.length >= LIMITS.shellWrapsMax) {
      doubt('wrapper')
      break
    }
    if (SHELLS.has(name) && TEXT_FLAG.test(run.words[1]?.text ?? '')) {
      if (!READ_SHELLS.has(name) || run.words.length !== 3) doubt('wrapper')
      addInner(run, finding)
      return
    }
    const wrapper = WRAPPERS.get(name)
    if (wrapper === undefined) {
      const kind = ownDoubt(run)
      if (kind !== undefined) doubt(kind)
      break
    }
    const start = programStart(run.words, wrapper)
    if (start === undefined) {
      doubt('wrapper')
      break
    }
    run = withoutAssignments(
      { ...run, words: run.words.slice(start), through: [...run.through, name] },
      finding,
    )
  }
  for (const { text, start, end } of run.words)
    if (text.startsWith('-') && /^[^=]*[^\0-\x7f]/.test(text)) finding.doubts.add('unusual_flag', start, end)
  finding.runs.push(run)
}

function withoutAssignments(run: ShellRun, { doubts }: Finding): ShellRun {
  const first = run.words.findIndex(({ text }) => !ASSIGNMENT.test(text))
  const [program] = run.words
  if (first === 0 || program === undefined) return run
  doubts.add('assignment', program.start, program.end)
  return first < 0 ? run : { ...run, words: run.words.slice(first) }
}

/** What makes a program uncertain that is not looked through. */
function ownDoubt({ words }: ShellRun): ShellDoubtKind | undefined {
  const [program, first] = words
  if (program === undefined) return 'empty'
  const name = program.text
  const running = RUNNING_FLAGS.get(name)
  if (running !== undefined && words.some(({ text }) => isFlagOf(text, running))) return 'wrapper'
  if (SHELLS.has(name)) {
    if (first === undefined || first.text === '-' || first.text === '-s') return 'stdin_code'
    if (/^[-+/]/.test(first.text) && !first.text.includes('/', 1)) return 'wrapper'
  }
  return programDoubt(name)
}

function isFlagOf(text: string, flags: readonly string[]): boolean {
  return flags.some(
    (flag) => text === flag || text.startsWith(`${flag}=`) || (flag.length === 2 && isInCluster(text, flag)),
  )
}

function isInCluster(text: string, flag: string): boolean {
  return /^-[A-Za-z]/.test(text) && text.includes(flag.slice(1))
}

/** The index of the program behind a wrapper's own words; undefined when they are not of the known form. */
function programStart(words: readonly ShellWord[], { flag, valued, own }: Wrapper): number | undefined {
  let at = 1
  for (; at < words.length; at += 1) {
    const text = words[at]?.text ?? ''
    const value = valued?.get(text)
    if (value !== undefined) {
      at += 1
      if (!value.test(words[at]?.text ?? '')) return undefined
    } else if (flag?.test(text) !== true) break
  }
  if (own !== undefined) {
    if (!own.test(words[at]?.text ?? '')) return undefined
    at += 1
  }
  const program = words[at]
  return program === undefined || program.text.startsWith('-') ? undefined : at
}

/** Reads the text of `sh -c TEXT`; what it runs takes the place of the shell. */
function addInner({ connector, words, through }: ShellRun, finding: Finding): void {
  const [shell, , text] = words
  if (shell === undefined || text === undefined) return
  const doubts = new DoubtList()
  const inner = scanCommands(text.text, doubts)
  for (const { kind } of doubts.found) finding.doubts.add(kind, text.start, text.end)
  for (const [index, command] of inner.entries())
    addRun(
      {
        connector: index === 0 ? connector : command.connector,
        // The inner words have no place of their own in the outer text.
        words: command.words.map((word) => movedTo(text, word)),
        through: [...through, shell.text],
      },
      finding,
    )
}

function movedTo({ start, end }: ShellWord, { text, isLiteral }: ShellWord): ShellWord {
  return { text, isLiteral, start, end }
}
