import { CODE_RUNNERS, type CodeRunner } from './code-runners.ts'

/** What a call may run beyond its program. */
export interface CodeRun {
  /** A sentence that begins with the program's name. */
  readonly says: string
  /** Whether the code or the program to run stands among the arguments themselves. */
  readonly isInArguments: boolean
}

/** Whether the program of these words runs other programs or code through its arguments; for warnings only. */
export function codeRun(words: readonly string[]): CodeRun | undefined {
  const [program = '', ...rest] = words
  const runner = CODE_RUNNERS.get(program)
  if (runner === undefined) return undefined
  const says = `\`${program}\` ${runner.does}`
  if (rest.some((word) => runner.scriptFlags?.includes(word) !== true && isFlag(word, runner)))
    return { says, isInArguments: true }
  const operands = rest.filter((word) => !word.startsWith('-'))
  const isCalled =
    runner.always === true ||
    operands.some((word) => runner.subcommands?.includes(word)) ||
    (runner.operands === true && operands.some((word) => runner.harmless?.test(word) !== true))
  if (!isCalled) return undefined
  // Where some operands are known to be harmless, the others are code themselves and not names of files.
  return { says, isInArguments: runner.harmless !== undefined }
}

function isFlag(word: string, { flags = [] }: CodeRunner): boolean {
  if (!word.startsWith('-')) return false
  const end = word.indexOf('=')
  const name = end < 0 ? word : word.slice(0, end)
  if (flags.includes(name)) return true
  // Several letters behind one dash, or a value that touches its letter.
  return !word.startsWith('--') && flags.some((flag) => flag.length === 2 && word.includes(flag.slice(1), 1))
}
