import type { JsonValue } from '../../../json-value.ts'
import type { Judgement } from '../../judgement.ts'
import { compilePrograms, type GrantLevel } from './compiled-grant.ts'
import { judgeWords } from './judge-words.ts'
import { readArgv, readShell } from '../reading/read-shell.ts'
import type { ShellGrant } from '../grant/shell-grant.ts'
import type { ShellReading, ShellRun } from '../reading/shell-reading.ts'

/** A grant that is ready to judge commands. */
export type ShellJudge = (value: JsonValue) => Judgement

/**
 * Whether all that a command runs is granted. `true`: every program, flag and operand is. `false`: the command is
 * certain and none of its programs is a granted one. `error`: some are, or something is granted only in part, or there
 * is a doubt. The grant is one that `shellGrantProblem` finds nothing in.
 */
export function judgeShell(value: JsonValue, grant: ShellGrant): Judgement {
  return compileShellGrant(grant)(value)
}

/** Reads a grant once for many commands. */
export function compileShellGrant(grant: ShellGrant): ShellJudge {
  const programs = compilePrograms(grant)
  const granted: Granted = {
    programs,
    twins: new Set(Array.from(programs.keys(), fold)),
    permits: new Set(grant.permit),
  }
  return (value) => {
    if (grant.syntax === 'posix') {
      if (typeof value !== 'string') return { truth: 'error', problem: 'the command is not a text' }
      const reading = readShell(value)
      return doubtOf(reading, value) ?? judgeRuns(reading.runs, granted)
    }
    if (!isWordList(value)) return { truth: 'error', problem: 'the command is not a list of texts' }
    const reading = readArgv(value)
    return doubtOf(reading, undefined) ?? judgeRuns(reading.runs, granted)
  }
}

function isWordList(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string')
}

function doubtOf({ doubts }: ShellReading, text: string | undefined): Judgement | undefined {
  const [doubt] = doubts
  if (doubt === undefined) return undefined
  const part = text?.slice(doubt.start, doubt.end)
  return { truth: 'error', problem: doubt.why, ...(part !== undefined && part !== '' && { part }) }
}

interface Granted {
  readonly programs: ReadonlyMap<string, GrantLevel>
  /** The names of the programs, folded. */
  readonly twins: ReadonlySet<string>
  readonly permits: ReadonlySet<string>
}

/** One name for all that start the same program where case does not count or endings are added (macOS, Windows). */
function fold(name: string): string {
  return name.toLowerCase().replace(/\.(?:exe|com|cmd|bat)$/, '')
}

function judgeRuns(runs: readonly ShellRun[], { programs, twins, permits }: Granted): Judgement {
  const names = runs.map(({ words }) => words[0]?.text ?? '')
  const other = names.find((name) => !programs.has(name))
  const granted = names.find((name) => programs.has(name))
  const twin = names.find((name) => !programs.has(name) && twins.has(fold(name)))
  if (twin !== undefined)
    return {
      truth: 'error',
      problem: 'a program that only case or an ending tells from a granted one',
      part: twin,
    }
  if (granted === undefined) return { truth: 'false', ...(other !== undefined && { part: other }) }
  if (other !== undefined)
    return {
      truth: 'error',
      problem: 'a program that the grant does not name, beside one that it names',
      part: other,
    }
  let isMoved = false
  for (const [index, { connector, words }] of runs.entries()) {
    const name = names[index] ?? ''
    if (connector !== '' && !permits.has(connector === '|' ? 'pipes' : 'sequence'))
      return {
        truth: 'error',
        problem: 'commands are joined in a way that the grant does not permit',
        part: connector,
      }
    const level = programs.get(name)
    if (level === undefined)
      return { truth: 'error', problem: 'a program that the grant does not name', part: name }
    const miss = judgeWords(
      words.map(({ text }) => text),
      level,
      isMoved,
    )
    if (miss !== undefined) return { truth: 'error', pattern: name, ...miss }
    isMoved ||= name === 'cd'
  }
  return { truth: 'true', pattern: granted }
}
