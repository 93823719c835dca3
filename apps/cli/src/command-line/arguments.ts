import { checkChoice } from '../flags/check-choice.ts'
import type { CommandSpec, Flag, Input } from './command-spec.ts'
import { nearest } from '@kvlar/core/text'
import { UsageError } from '../failures/usage-error.ts'

type Value = boolean | number | string | string[] | undefined

/**
 * Reads a command line against its spec.
 *
 * Accepted: `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends the flags. A value that looks like a
 * flag must be joined with `=`, so that a forgotten value never swallows one. An empty value is none.
 * @throws UsageError for anything the spec does not name.
 */
export function parseArguments<const S extends CommandSpec>(spec: S, words: readonly string[]): Input<S> {
  const values = new Map<string, Value>()
  const operands: string[] = []
  let command: readonly string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') {
      const rest = words.slice(at + 1)
      if (spec.wrapsCommand) command = rest
      else operands.push(...rest)
      break
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word)
      continue
    }
    const { flag, label, joined } = findFlag(spec, word)
    if (flag.kind === 'switch') {
      if (joined !== undefined) throw new UsageError(`\`${label}\` takes no value`)
      values.set(flag.name, true)
      continue
    }
    if (joined === undefined) at += 1
    addValue(values, flag, label, joined ?? separateValue(spec, label, words[at]))
  }
  checkOperands(spec, operands)
  // The map holds exactly the flags of the spec, each with a value of its kind; TypeScript cannot follow that.
  const flags = Object.fromEntries(spec.flags.map((flag) => [flag.name, valueOf(flag, values)]))
  return { flags: flags as Input<S>['flags'], operands, command }
}

function findFlag(spec: CommandSpec, word: string): { flag: Flag; label: string; joined?: string } {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=')
    const label = equals < 0 ? word : word.slice(0, equals)
    const flag = spec.flags.find(({ name }) => `--${name}` === label)
    if (flag === undefined) throw unknownFlag(spec, label)
    return equals < 0 ? { flag, label } : { flag, label, joined: word.slice(equals + 1) }
  }
  const label = word.slice(0, 2)
  const flag = spec.flags.find(({ short }) => `-${short}` === label)
  if (flag === undefined) throw unknownFlag(spec, word)
  return word.length === 2 ? { flag, label } : { flag, label, joined: word.slice(2) }
}

function unknownFlag(spec: CommandSpec, label: string): UsageError {
  const close = nearest(
    label,
    spec.flags.map(({ name }) => `--${name}`),
  )
  return new UsageError(`unknown flag \`${label}\``, close && `did you mean \`${close}\`?`)
}

function separateValue(spec: CommandSpec, label: string, word: string | undefined): string {
  if (word === undefined) throw new UsageError(`\`${label}\` needs a value`)
  if (word.startsWith('--') || spec.flags.some(({ short }) => word === `-${short}`)) {
    throw new UsageError(
      `\`${label}\` needs a value, and \`${word}\` looks like a flag`,
      `if it is the value, write \`${label}=${word}\``,
    )
  }
  return word
}

/** Where nothing stands, a variable of a shell was meant that is not set; the default would be a surprise. */
function emptyValue(what: string): UsageError {
  return new UsageError(`${what} is empty`, 'leave it out or give it a value; a variable may not be set')
}

function addValue(values: Map<string, Value>, flag: Flag, label: string, word: string): void {
  if (word === '') throw emptyValue(`the value of \`${label}\``)
  const text = chosen(flag, label, word)
  const earlier = values.get(flag.name)
  if (flag.kind === 'list') {
    values.set(flag.name, Array.isArray(earlier) ? [...earlier, text] : [text])
    return
  }
  if (earlier !== undefined) throw new UsageError(`\`${label}\` is given twice`)
  values.set(flag.name, flag.kind === 'integer' ? readInteger(flag, label, text) : text)
}

/** The word itself, or the choice that it means. */
function chosen(flag: Flag, label: string, word: string): string {
  if (!('choices' in flag) || flag.choices === undefined) return word
  const synonyms = new Map('synonyms' in flag ? Object.entries(flag.synonyms ?? {}) : [])
  return checkChoice(`\`${label}\``, synonyms.get(word) ?? word, flag.choices)
}

function readInteger(flag: Flag & { kind: 'integer' }, label: string, text: string): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (number >= flag.min && number <= flag.max) return number
  throw new UsageError(`\`${label}\` must be a whole number from ${flag.min} to ${flag.max}, not \`${text}\``)
}

function valueOf(flag: Flag, values: ReadonlyMap<string, Value>): Value {
  const given = values.get(flag.name)
  if (given !== undefined) return given
  switch (flag.kind) {
    case 'switch':
      return false
    case 'list':
      return []
    case 'integer':
      return undefined
    case 'value':
    case 'choice':
      return flag.default
  }
}

function checkOperands(spec: CommandSpec, operands: readonly string[]): void {
  if (operands.includes('')) throw emptyValue('an argument')
  const extra = operands[spec.operands?.max ?? 0]
  if (extra === undefined) return
  throw new UsageError(
    `unexpected argument \`${extra}\``,
    spec.wrapsCommand && 'put `--` before the command of the server',
  )
}
