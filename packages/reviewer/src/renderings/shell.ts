import { isJsonArray, type JsonObject } from '@kvlar/core/json'
import { readArgv, readShell, type ShellReading } from '@kvlar/core/readings'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { argument, fact, textArgument, uninspectable, type Fact, type Renderer } from './facts.ts'
import { lookAlikeFacts } from './look-alike-facts.ts'
import { doubtFacts } from './shell-doubts.ts'
import { INTERPRETERS, namesOf, runFacts } from './shell-runs.ts'

const NOTHING: ShellReading = { commands: [], runs: [], doubts: [] }

/** A command line: each program with its words, what a shell does between them, and every doubt. */
export const renderShell: Renderer = (args, tool) => {
  const read = readingOf(args, tool)
  if (read === undefined) return undefined
  const { reading, warning } = read
  const { commands, runs } = reading
  const names = runs.map((run) => namesOf(run, reading))
  const facts = [
    ...runs.flatMap((run) => runFacts(run, reading)),
    ...commands
      .flatMap(({ redirects }) => redirects.filter(({ isHarmless }) => !isHarmless))
      .map(redirectFact),
  ]
  const hidden = facts.length - REVIEW_LIMITS.renderFactsMax
  return {
    kind: 'shell',
    facts: [
      ...(warning === undefined ? [] : [uninspectable(warning)]),
      ...(names.flat().some((name) => name === 'sudo' || name === 'doas')
        ? [fact('privileges', 'as another user (sudo)', 'danger')]
        : []),
      ...(runs.some(({ connector }, index) => connector === '|' && names[index]?.some(isInterpreter))
        ? [fact('pipe', 'what comes out is run as a program', 'danger')]
        : []),
      ...doubtFacts(reading),
      ...lookAlikeFacts(commands.flatMap(({ words }) => words.map(({ text }) => text))),
      ...facts.slice(0, REVIEW_LIMITS.renderFactsMax),
      ...(hidden > 0 ? [uninspectable(`${hidden} more parts are not listed here`)] : []),
    ],
  }
}

function isInterpreter(name: string): boolean {
  return INTERPRETERS.has(name)
}

function redirectFact({ operator, target }: ShellReading['commands'][number]['redirects'][number]): Fact {
  if (operator.includes('<')) return fact('reads', target.text)
  return fact(
    operator.includes('>>') ? 'appends to' : 'overwrites',
    target.text,
    /^\/(?:dev|etc|boot|sys|proc)\//.test(target.text) ? 'danger' : 'warn',
  )
}

interface Read {
  readonly reading: ShellReading
  /** What the reading cannot know of: a text for another shell. */
  readonly warning?: string
}

function readingOf(args: JsonObject, tool: string): Read | undefined {
  const isShell = /(?:shell|bash|exec|terminal|command|powershell|cmd)/i.test(tool)
  const list = argument(args, ['argv', 'command', 'cmd'], (value) => isJsonArray(value))
  const text = textArgument(
    args,
    isShell ? ['command', 'cmd', 'script', 'commandline', 'input'] : ['command', 'cmd', 'shell'],
  )
  const more = argument(args, ['args', 'arguments'], (value) => isJsonArray(value))
  // Handed over as a list, no shell reads it.
  const words =
    list ?? (text !== undefined && more !== undefined && isJsonArray(more) ? [text, ...more] : undefined)
  if (words !== undefined && isJsonArray(words)) {
    const texts = words.filter((word) => typeof word === 'string')
    return words.length === 0 || texts.length < words.length ? undefined : { reading: readArgv(texts) }
  }
  if (text === undefined || text.trim() === '') return undefined
  if (/powershell|pwsh|\bcmd(?:\.exe)?$/i.test(tool))
    return { reading: NOTHING, warning: 'it is not for a POSIX shell' }
  return { reading: readShell(text) }
}
