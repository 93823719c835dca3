import {
  DIAGNOSTIC_CODES,
  type DiagnosticCode,
  type DiagnosticFamily,
  type SharedDiagnosticName,
} from '../policy/diagnostic-codes.ts'
import { LIMITS } from '../limits.ts'
import type { Diagnostic } from '../policy.ts'
import type { Origin } from '../rule.ts'
import { indexLines, type LineIndex } from './line-index.ts'
import type { Node, Place } from './node.ts'

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
    if (this.#found.length > LIMITS.diagnosticsMax) return undefined
    const full = this.#found.length === LIMITS.diagnosticsMax
    const advice = help ?? row?.help
    this.#found.push({
      code: full ? `${this.#family}_TOO_MANY` : code,
      severity: full ? 'error' : severity,
      message: full ? `more than ${LIMITS.diagnosticsMax} problems; the rest is not listed` : message,
      ...this.origin(place),
      length: this.#length(place),
      ...(place.path === '' ? {} : { path: place.path }),
      ...(advice === undefined || full ? {} : { help: advice }),
    })
    return undefined
  }

  /** File, line and column of a place; zeros where the file has no text. */
  origin(place: Place): Origin {
    if (this.#lines === undefined || place.start < 0) return { file: this.file, line: 0, column: 0 }
    return { file: this.file, ...this.#lines.locate(place.start) }
  }

  /** How much of the first line a place covers. */
  #length({ start, end }: Place): number {
    if (this.#lines === undefined || start < 0) return 1
    return Math.max(1, Math.min(end, this.#lines.lineEnd(start)) - start)
  }
}
