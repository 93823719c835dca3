import type { Step } from './session/step.ts'
import type { Side } from './wire/message.ts'
import { readMessageInSlices, type ReadMessageAnswer } from './wire/read-message.ts'

/** What becomes of a line that has been read. */
export type Take = (answer: ReadMessageAnswer, line: Uint8Array) => Step | Promise<Step>

/**
 * Reads the lines of one side. A long line is read in slices; those behind it wait until it has been taken, so that a
 * session sees every message in the order in which it was sent.
 */
export class LineReader {
  readonly #from: Side
  readonly #take: Take
  /** Settles when the last line that could not be read at once has been taken. */
  #last: Promise<unknown> | undefined

  constructor(from: Side, take: Take) {
    this.#from = from
    this.#take = take
  }

  read(line: Uint8Array): Step | Promise<Step> {
    if (this.#last !== undefined)
      return this.#later(
        this.#last.then(() => readMessageInSlices(line, this.#from)),
        line,
      )
    const answer = readMessageInSlices(line, this.#from)
    return answer instanceof Promise ? this.#later(answer, line) : this.#take(answer, line)
  }

  #later(answer: Promise<ReadMessageAnswer>, line: Uint8Array): Promise<Step> {
    // In an object, so that the lines behind do not wait for what becomes of this one.
    const taken = answer.then((known) => ({ step: this.#take(known, line) }))
    this.#last = taken
    void taken.then(() => {
      if (this.#last === taken) this.#last = undefined
    })
    return taken.then(({ step }) => step)
  }
}
