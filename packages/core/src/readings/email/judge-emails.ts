import type { JsonValue } from '../../json-value.ts'
import type { Judgement } from '../judgement.ts'
import { type AddressPattern, addressPattern, matchAddress } from './address-pattern.ts'
import { AddressRoom } from './address-room.ts'
import type { MailAddress } from './mail-address.ts'
import { readAddresses } from './read-addresses.ts'

/** Judges the arguments of one call after another. */
export type EmailJudge = (values: readonly (JsonValue | undefined)[]) => Judgement

/**
 * Whether everybody that these arguments name is one whom the patterns name. An error when none of the arguments is
 * there, when nobody is named, when some are inside and some are not, and when anything is in doubt.
 */
export function emailJudge(texts: readonly string[]): EmailJudge {
  const patterns = texts.flatMap((text) => addressPattern(text) ?? [])
  return (values) => judge(values, patterns)
}

/** The same for one call. */
export function judgeEmails(values: readonly (JsonValue | undefined)[], texts: readonly string[]): Judgement {
  return emailJudge(texts)(values)
}

function judge(values: readonly (JsonValue | undefined)[], patterns: readonly AddressPattern[]): Judgement {
  const present = values.filter((value) => value !== undefined && value !== null)
  if (present.length === 0) return problem('none of the fields is there')
  const room = new AddressRoom()
  const addresses: MailAddress[] = []
  for (const value of present) {
    const read = readAddresses(value, room)
    const [doubt] = read.doubts
    if (doubt !== undefined) return problem(doubt)
    addresses.push(...read.addresses)
  }
  return judgeAll(addresses, patterns)
}

function judgeAll(addresses: readonly MailAddress[], patterns: readonly AddressPattern[]): Judgement {
  const judged = addresses.map((address) => judgeAddress(address, patterns))
  const [first] = judged
  if (first === undefined) return problem('it names nobody')
  const unsure = judged.find(({ truth }) => truth === 'error')
  if (unsure !== undefined) return unsure
  const outside = judged.find(({ truth }) => truth === 'false')
  if (outside === undefined || judged.every(({ truth }) => truth === 'false')) return first
  return { ...problem('some of the addresses are inside and some are not'), part: outside.part ?? '' }
}

function judgeAddress(address: MailAddress, patterns: readonly AddressPattern[]): Judgement {
  const part = `${address.local}@${address.domain}`
  let unsure: AddressPattern | undefined
  for (const pattern of patterns) {
    const truth = matchAddress(address, pattern)
    if (truth === 'true') return { truth, part, pattern: pattern.text }
    if (truth === 'error') unsure ??= pattern
  }
  return unsure === undefined
    ? { truth: 'false', part }
    : { ...problem('mailers read an address in several ways'), part, pattern: unsure.text }
}

function problem(text: string): Judgement {
  return { truth: 'error', problem: text }
}
