import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { readText } from '@kvlar/core/node'
import { WRAP_LIMITS } from '../../limits.ts'
import { joinPath } from '../../places/join-path.ts'
import { wrapError } from '../../wrap-error.ts'
import { putInPlace } from './put-in-place.ts'

/** One change of one file: digests of its bytes, and where the bytes before it were kept. */
export interface JournalStep {
  readonly before: string
  readonly after: string
  readonly backup: string
}

/** What was changed, by the path of the file: oldest step first. */
export type Journal = ReadonlyMap<string, JournalFile>

export interface JournalFile {
  readonly client: string
  readonly steps: readonly JournalStep[]
}

/**
 * The journal of the state folder; empty when there is none or it cannot be understood.
 *
 * Nothing depends on it but the byte-for-byte way back: what a wrapped entry was can be told from the entry itself.
 */
export function readJournal(folder: string): Journal {
  return readJournalFile(journalPath(folder)) ?? new Map<string, JournalFile>()
}

/**
 * Notes a change before it is made. Two runs at the same moment may each miss the step of the other, which costs
 * the byte-for-byte way back of one file and nothing else.
 */
export function addStep(folder: string, target: string, entry: { client: string; step: JournalStep }): void {
  const journal = new Map(readJournal(folder))
  const steps = [...(journal.get(target)?.steps ?? []), entry.step].slice(-WRAP_LIMITS.journalStepsMax)
  journal.set(target, { client: entry.client, steps })
  writeJournal(folder, journal)
}

/** Forgets a file that holds nothing of ours any more. */
export function dropFile(folder: string, target: string): void {
  const journal = new Map(readJournal(folder))
  if (journal.delete(target)) writeJournal(folder, journal)
}

function writeJournal(folder: string, journal: Journal): void {
  const path = journalPath(folder)
  const files = [...journal].map(([file, { client, steps }]) => ({ file, client, steps }))
  const text = `${JSON.stringify({ version: 1, files }, null, 2)}\n`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    keepUnreadable(path)
    putInPlace(path, Buffer.from(text, 'utf8'), { rights: { mode: 0o600 } })
  } catch (cause) {
    throw wrapError('WRAP_JOURNAL_FAILED', `the journal \`${path}\` cannot be written; changing nothing`, {
      file: path,
      help: 'make its folder writable for you, or set XDG_STATE_HOME to one that is',
      cause,
    })
  }
}

/** A journal that cannot be understood may still help somebody: it is moved aside, never overwritten. */
function keepUnreadable(path: string): void {
  if (!existsSync(path) || readJournalFile(path) !== undefined) return
  let number = 1
  while (existsSync(`${path}.broken.${number}`)) number += 1
  renameSync(path, `${path}.broken.${number}`)
}

function journalPath(folder: string): string {
  return joinPath(folder, 'wrap.json')
}

function readJournalFile(path: string): Journal | undefined {
  const read = readText(path)
  return read.ok ? parseJournal(read.text) : undefined
}

function parseJournal(text: string): Journal | undefined {
  try {
    const { version, files } = asRecord(JSON.parse(text))
    if (version !== 1 || !Array.isArray(files)) return undefined
    return new Map(files.map((file) => parseFile(asRecord(file))))
  } catch {
    return undefined
  }
}

function parseFile({ file, client, steps }: Readonly<Record<string, unknown>>): [string, JournalFile] {
  if (!Array.isArray(steps)) throw new TypeError('steps is not a list')
  return [asString(file), { client: asString(client), steps: steps.map((step) => parseStep(asRecord(step))) }]
}

function parseStep({ before, after, backup }: Readonly<Record<string, unknown>>): JournalStep {
  return { before: asString(before), after: asString(after), backup: asString(backup) }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object')
  return { __proto__: null, ...value }
}

function asString(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a string')
  return value
}
