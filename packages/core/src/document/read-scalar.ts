import { LIMITS } from '../limits.ts'
import { kindOf, type Read } from './map-reader.ts'
import { nearest } from '../text/nearest.ts'
import type { Node } from './node.ts'

/** Text that can be seen and fits a bound: names, ids, patterns. */
export function readNameUpTo(charsMax: number): Read<string> {
  return (node, report) => {
    const text = readText(node, report)
    if (text === undefined) return undefined
    if (text.trim() === '') return report.shared('BAD_VALUE', node, `${subject(node)} is empty`)
    if (text.length > charsMax)
      return report.shared('TOO_LARGE', node, `${subject(node)} is over ${charsMax} characters`)
    if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text))
      return report.shared('BAD_VALUE', node, `${subject(node)} holds a character that cannot be seen`)
    return text
  }
}

/** Any text up to the bound of reasons and descriptions. */
export const readText: Read<string> = (node, report) => {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') {
    const quoted =
      node.kind === 'scalar' && node.value !== null ? `write it in quotes: "${node.value}"` : undefined
    return report.shared('WRONG_TYPE', node, `${subject(node)} must be text, not ${kindOf(node)}`, quoted)
  }
  if (node.value.length > LIMITS.textCharsMax)
    return report.shared('TOO_LARGE', node, `${subject(node)} is over ${LIMITS.textCharsMax} characters`)
  return node.value
}

/** A name, an id, a role, a path of a file. */
export const readName: Read<string> = readNameUpTo(LIMITS.nameCharsMax)

/** `true` or `false`, and nothing that looks like it. */
export const readBoolean: Read<boolean> = (node, report) => {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value
  return report.shared('WRONG_TYPE', node, `${subject(node)} must be true or false, not ${kindOf(node)}`)
}

/** A finite number. */
export const readNumber: Read<number> = (node, report) => {
  if (node.kind === 'scalar' && typeof node.value === 'number') return node.value
  return report.shared('WRONG_TYPE', node, `${subject(node)} must be a number, not ${kindOf(node)}`)
}

/** A whole number within bounds, both included. */
export function readInteger(min: number, max: number): Read<number> {
  return (node, report) => {
    const value = readNumber(node, report)
    if (value === undefined) return undefined
    if (Number.isInteger(value) && value >= min && value <= max) return value
    return report.shared('BAD_VALUE', node, `${subject(node)} must be a whole number from ${min} to ${max}`)
  }
}

/** One word of a closed set. */
export function readOneOf<const Word extends string>(words: readonly Word[]): Read<Word> {
  return (node, report) => {
    const text = readText(node, report)
    if (text === undefined) return undefined
    const found = words.find((word) => word === text)
    if (found !== undefined) return found
    const meant = nearest(text, words)
    const help = meant === undefined ? undefined : `did you mean \`${meant}\`?`
    const allowed = words.map((word) => `\`${word}\``).join(', ')
    return report.shared(
      'BAD_VALUE',
      node,
      `${subject(node)} is \`${text}\`; it must be one of ${allowed}`,
      help,
    )
  }
}

/** A list, each item read on its own so that every wrong one is reported. */
export function readList<T>(
  read: Read<T>,
  { min = 0, max = LIMITS.patternsMax }: { readonly min?: number; readonly max?: number } = {},
): Read<readonly T[]> {
  return (node, report) => {
    if (node.kind !== 'list')
      return report.shared(
        'WRONG_TYPE',
        node,
        `${subject(node)} must be a list, not ${kindOf(node)}`,
        listHelp(node),
      )
    if (node.items.length > max)
      return report.shared('TOO_LARGE', node, `${subject(node)} has over ${max} items`)
    if (node.items.length < min) return report.shared('BAD_VALUE', node, `${subject(node)} is an empty list`)
    const items: T[] = []
    for (const item of node.items) {
      const value = read(item, report)
      if (value !== undefined) items.push(value)
    }
    return items.length === node.items.length ? items : undefined
  }
}

function listHelp(node: Node): string | undefined {
  return node.kind === 'scalar' && typeof node.value === 'string' ? `write \`["${node.value}"]\`` : undefined
}

/** The last key of a place's path, for messages. */
export function subject(node: Node): string {
  return node.place.path === ''
    ? 'the document'
    : `\`${/[^.]*$/.exec(node.place.path)?.[0] ?? node.place.path}\``
}
