import {
  DIAGNOSTIC_CODES,
  type DiagnosticCode,
  type DiagnosticFamily,
} from '../policy/problems/diagnostic-codes.ts'
import type { SharedDiagnosticName } from '../policy/problems/shared-problems.ts'
import { LIMITS } from '../limits.ts'
import type { Diagnostic } from '../policy.ts'
import type { Origin } from '../rule.ts'
import { indexLines, type LineIndex } from './line-index.ts'
import type { Node, Place } from './node.ts'

/** Where a finding is. */
export type Spot = Pick<Diagnostic, 'file' | 'line' | 'column' | 'length' | 'path'>

/** Collects every problem of one file, with its place; shared by the readers of policies, configs and tests. */
export class Report {
  readonly file: string
  readonly #family: DiagnosticFamily
  readonly #lines: LineIndex | undefined
  readonly #found: Diagnostic[]
  #errors = 0

  /** `text` is absent for objects built in code; `into` lets several files share one list. */
  constructor(family: DiagnosticFamily, file: string, text?: string, into: Diagnostic[] = []) {
    this.file = file
    this.#family = family
    this.#lines = text === undefined ? undefined : indexLines(text)
    this.#found = into
  }

  /** Problems of this file that refuse it. */
  get errors(): number {
    return this.#errors
  }

  /** Whether more problems were found than are listed: further advice would reach nobody. */
  get isFull(): boolean {
    return this.#found.length > LIMITS.diagnosticsMax
  }

  /** A problem that any of our files can have. */
  shared(name: SharedDiagnosticName, at: Node | Place, message: string, help?: string): undefined {
    return this.add(`${this.#family}_${name}`, at, message, help)
  }

  /** Returns undefined, so that a reader can report and give up in one statement. */
  add(code: DiagnosticCode, at: Node | Place, message: string, help?: string): undefined {
    const place = 'place' in at ? at.place : at
    const row = DIAGNOSTIC_CODES.get(code)
    const severity = row?.severity ?? 'error'
    if (severity === 'error') this.#errors += 1
    if (this.#hasRoom(severity))
      this.#found.push({ ...this.#describe(place, message, help ?? row?.help), code, severity })
    else if (severity === 'error' && !this.isFull) this.#found.push(this.#tooMany(place))
    return undefined
  }

  #tooMany(place: Place): Diagnostic {
    const code = `${this.#family}_TOO_MANY` as const
    const message = `more than ${LIMITS.diagnosticsMax} problems; the rest is not listed`
    return { ...this.#describe(place, message, DIAGNOSTIC_CODES.get(code)?.help), code, severity: 'error' }
  }

  /** Warnings may fill half of the list, so that no number of them hides an error or becomes one. */
  #hasRoom(severity: Diagnostic['severity']): boolean {
    return this.#found.length < (severity === 'error' ? LIMITS.diagnosticsMax : LIMITS.diagnosticsMax / 2)
  }

  #describe(place: Place, message: string, help: string | undefined) {
    return { message, ...this.spot(place), ...(help === undefined ? {} : { help }) }
  }

  /** A place as a finding names it. */
  spot(place: Place): Spot {
    return {
      ...this.origin(place),
      length: this.#length(place),
      ...(place.path === '' ? {} : { path: place.path }),
    }
  }

  /** File, line and column of a place; zeros where the file has no text. */
  origin(place: Place): Origin {
    if (this.#lines === undefined || place.start < 0) return { file: this.file, line: 0, column: 0 }
    return { file: this.file, ...this.#lines.locate(place.start) }
  }

  /** How much of the first line a place covers. */
  #length({ start, end }: Place): number {
    if (this.#lines === undefined || start < 0) return 1
    return Math.max(1, this.#lines.lineEnd(start, end) - start)
  }
}
