import { pathStyle } from '../../path/absolute-path.ts'
import type { GrantLevel } from './compiled-grant.ts'
import type { Miss, OperandKind } from './operand-kind.ts'
import {
  ALWAYS_WALK,
  FIRST_OPERAND_FLAGS,
  FLAGS_WITHOUT_DASH,
  folderFlags,
  PATTERN_READERS,
  WALK_FLAGS,
} from '../programs/program-facts.ts'
import { pairedOperands } from './paired-operands.ts'
import { readFlag } from './read-flag.ts'

/** Why a call of a granted program is not inside, and the word that decided. */
export interface WordMiss extends Miss {
  readonly part: string
}

/** A word that must be inside, and what it may be. */
interface Use {
  readonly text: string
  readonly kind: OperandKind
  readonly isFolder: boolean
}

/** What the words of one call are, by the level of the grant at which they end. */
interface Call {
  level: GrantLevel
  /** The words of the subcommand. */
  readonly subcommand: string[]
  /** How many flags change the folder. */
  moves: number
  readonly flags: string[]
  readonly operands: string[]
  readonly uses: Use[]
  /** Texts that a program which takes no flags behind operands reads as operands. */
  readonly late: string[]
}

/** Holds the words of a call, its program first, against the grant of the program; undefined when all are inside. */
export function judgeWords(
  words: readonly string[],
  granted: GrantLevel,
  isMoved: boolean,
): WordMiss | undefined {
  const [program = ''] = words
  const call: Call = { level: granted, subcommand: [], moves: 0, flags: [], operands: [], uses: [], late: [] }
  return (
    readCall(words, call) ??
    requiredMiss(program, call) ??
    walkMiss(program, call) ??
    hiddenMiss(program, call) ??
    patternMiss(program, call) ??
    operandMiss(program, call) ??
    pathMiss(call, isMoved) ??
    call.uses.reduce<WordMiss | undefined>(
      (found, { text, kind }) => found ?? at(text, kind.miss(text)),
      undefined,
    )
  )
}

function at(part: string, miss: Miss | undefined): WordMiss | undefined {
  return miss === undefined ? undefined : { ...miss, part }
}

/** Tells flags with their values, subcommands and operands apart. */
function readCall(words: readonly string[], call: Call): WordMiss | undefined {
  const [program = ''] = words
  let folders = folderFlags(program, true)
  const [, head] = words
  if (head !== undefined && FLAGS_WITHOUT_DASH.has(program) && !head.startsWith('-'))
    return { problem: 'flags without a dash', part: head }
  let hasEnded = false
  for (let index = 1; index < words.length;) {
    const word = words[index] ?? ''
    const { level } = call
    const inner = hasEnded || call.operands.length > 0 ? undefined : subcommandAt(level, words, index)
    if (inner !== undefined) {
      call.level = inner.level
      call.subcommand.push(...inner.words)
      folders = folderFlags(program, false)
      index += inner.words.length
    } else if (hasEnded && word !== '-' && word.startsWith('-')) {
      // Runners of scripts and tests hand it on to a program that takes it for a flag.
      return { problem: 'an operand behind `--` that begins with a dash', part: word }
    } else if (hasEnded || word === '-' || !word.startsWith('-')) {
      call.operands.push(word)
      index += 1
    } else if (word === '--' && !level.isSingleDash) {
      hasEnded = true
      index += 1
    } else {
      const read = readFlag(level, word, words[index + 1])
      if (!read.ok) return { problem: read.problem, part: word }
      call.flags.push(...read.flags)
      call.moves += read.flags.filter((flag) => folders.includes(flag)).length
      const { value } = read
      if (value !== undefined) {
        const isFolder = folders.includes(value.flag)
        call.uses.push({ text: value.text, kind: value.kind, isFolder })
        if (value.isSpaced && value.kind.kind === 'text' && call.operands.length > 0)
          call.late.push(value.text)
      }
      index += read.length
    }
  }
  return undefined
}

function subcommandAt(
  { subcommands }: GrantLevel,
  words: readonly string[],
  index: number,
): GrantLevel['subcommands'][number] | undefined {
  return subcommands.find((one) => one.words.every((word, offset) => words[index + offset] === word))
}

function requiredMiss(program: string, { level, flags }: Call): WordMiss | undefined {
  const { requires } = level
  return requires.length === 0 || flags.some((flag) => requires.includes(flag))
    ? undefined
    : {
        problem: `a call without one of the flags that the grant requires: ${requires.join(', ')}`,
        part: program,
      }
}

function walkMiss(program: string, call: Call): WordMiss | undefined {
  const part = walker(program, call)
  return part === undefined || call.level.walks !== false
    ? undefined
    : { problem: 'a program that goes through folders, which the grant does not say', part }
}

/** The program, or the flag or operand of it, that goes through folders. */
function walker(program: string, { subcommand, flags, operands }: Call): string | undefined {
  if (ALWAYS_WALK.has(program)) return program
  const walking = WALK_FLAGS.get(program) ?? []
  return flags.find((flag) => walking.includes(flag)) ?? pairedOperands(program, subcommand, operands).folder
}

/** A segment that begins with a dot, but is not `.`, `..` or the `...` of Go alone. */
const HIDDEN = /(?:^|[/\\])\.(?!\.{0,2}(?:[/\\]|$))/

/** What lies below a hidden folder is seldom meant: programs that walk leave it out unless it is named. */
function hiddenMiss(program: string, call: Call): WordMiss | undefined {
  const { level, operands } = call
  if (level.walks === 'hidden' || walker(program, call) === undefined) return undefined
  const part = operands.find((text, index) => namesFile(kindAt(program, call, index)) && HIDDEN.test(text))
  return part === undefined
    ? undefined
    : { problem: 'a hidden folder or file, for a program that goes through folders', part }
}

/** Quotes keep a pattern from the shell only: git expands it among the files that it knows. */
function patternMiss(program: string, call: Call): WordMiss | undefined {
  if (!PATTERN_READERS.has(program)) return undefined
  const part = call.operands.find(
    (text, index) => namesFile(kindAt(program, call, index)) && /[*?[\\]/.test(text),
  )
  return part === undefined ? undefined : { problem: 'a pattern that the program itself expands', part }
}

/** What the operand of this index must be. */
function kindAt(program: string, { level, flags }: Call, index: number): OperandKind | undefined {
  const standIns = FIRST_OPERAND_FLAGS.get(program) ?? []
  const skipped = level.operands.length > 1 && flags.some((flag) => standIns.includes(flag)) ? 1 : 0
  return level.operands[index + skipped] ?? level.operands.at(-1)
}

function operandMiss(program: string, call: Call): WordMiss | undefined {
  const { level, operands, uses, late } = call
  const [first] = operands
  if (level.operands.length === 0 && level.subcommands.length > 0)
    return { problem: 'no subcommand that the grant names', part: first ?? program }
  if (level.operands.length === 0)
    return first === undefined
      ? undefined
      : { problem: 'an operand where the grant allows none', part: first }
  // `cd` alone and `cd -` lead to folders that the text does not name.
  if (program === 'cd' && (operands.length !== 1 || first === '-' || first === ''))
    return { problem: 'a change to a folder that is not named', part: first ?? program }
  for (const [index, text] of operands.entries()) {
    const kind = kindAt(program, call, index)
    if (kind !== undefined) uses.push({ text, kind, isFolder: false })
  }
  const path = level.operands.findLast(namesFile)
  if (path !== undefined)
    uses.push(
      ...pairedOperands(program, call.subcommand, operands).inner.map((text) => ({
        text,
        kind: path,
        isFolder: false,
      })),
    )
  if (path !== undefined) uses.push(...late.map((text) => ({ text, kind: path, isFolder: false })))
  return undefined
}

/** A relative path means another file once the folder has changed. */
function pathMiss({ uses, moves }: Call, isMoved: boolean): WordMiss | undefined {
  const found = uses.find(
    ({ text, kind, isFolder }) =>
      namesFile(kind) && pathStyle(text) === undefined && (isMoved || moves > (isFolder ? 1 : 0)),
  )
  return found === undefined
    ? undefined
    : { problem: 'a relative path after a change of the folder', part: found.text }
}

function namesFile(operand: OperandKind | undefined): boolean {
  return operand?.kind === 'path' || operand?.kind === 'revision'
}
