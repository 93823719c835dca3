import { LIMITS } from '../../../limits.ts'
import { DoubtList } from './doubt-list.ts'
import { findRuns } from './find-runs.ts'
import { scanCommands } from './scan-commands.ts'
import type { ShellCommand, ShellReading } from './shell-reading.ts'

/**
 * Reads a command line as every POSIX shell would: simple commands with literal words, pipes and sequences.
 * Known-safe is a list; everything else is a doubt. Takes time in proportion to the text.
 */
export function readShell(text: string): ShellReading {
  const doubts = new DoubtList()
  const isWhole = text.length <= LIMITS.shellCharsMax
  if (!isWhole) doubts.add('too_long', 0, text.length)
  return reading(scanCommands(isWhole ? text : text.slice(0, LIMITS.shellCharsMax), doubts), doubts)
}

/** `>`, `2>>`, `&>`, `>&2`, `|&`, `;` and their like, with a descriptor on either side, and parentheses. */
const OPERATOR = /^(?:[0-9]+|&|\{[A-Za-z0-9_]+\})?[<>|;&()]+(?:[0-9]+|-)?$/

/**
 * Reads a command given as a list of words: one program, no shell in between. Some servers join such lists by the
 * words in them that are operators, blanks around them or not, so these are in doubt.
 */
export function readArgv(words: readonly string[]): ShellReading {
  const doubts = new DoubtList()
  const kept = wordsWithin(words)
  if (kept.length < words.length) doubts.add('too_long', kept.length, words.length)
  if (words.length === 0) doubts.add('empty', 0, 0)
  for (const [index, word] of kept.entries()) {
    if (/\0|\p{Cs}/u.test(word)) doubts.add('control', index, index + 1)
    if (OPERATOR.test(word.trim())) doubts.add('operator', index, index + 1)
  }
  const argv = kept.map((text, index) => ({ text, isLiteral: true, start: index, end: index + 1 }))
  return reading(argv.length === 0 ? [] : [{ connector: '', words: argv, redirects: [] }], doubts)
}

function wordsWithin(words: readonly string[]): readonly string[] {
  let length = 0
  const end = words.findIndex((word, index) => {
    length += word.length
    return length > LIMITS.shellCharsMax || index >= LIMITS.shellWordsMax
  })
  return end < 0 ? words : words.slice(0, end)
}

function reading(commands: readonly ShellCommand[], doubts: DoubtList): ShellReading {
  const runs = findRuns(commands, doubts)
  return { commands, runs, doubts: doubts.found }
}
