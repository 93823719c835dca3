import { LIMITS } from '../limits.ts'
import type { Done, Step } from './step.ts'

/**
 * Carries out the steps of one direction in the order of their messages, though some are known only later.
 * A message that is held leaves the row at once: it delays none behind it.
 */
export class InOrder {
  readonly #carryOut: (step: Done) => void
  readonly #row: Slot[] = []
  #bytes = 0
  #whenEmpty: (() => void) | undefined

  constructor(carryOut: (step: Done) => void) {
    this.#carryOut = carryOut
  }

  /** So many wait that whoever reads should pause. */
  get isFull(): boolean {
    return this.#row.length >= LIMITS.unsettledMax || this.#bytes >= LIMITS.unsettledBytesMax
  }

  /** @param bytes what the message takes up while it waits */
  add(step: Step | Promise<Step>, bytes: number): void {
    if (!(step instanceof Promise) && this.#row.length === 0) {
      this.#perform(step)
      return
    }
    const slot: Slot = { step: undefined, bytes }
    this.#bytes += bytes
    this.#row.push(slot)
    if (step instanceof Promise) {
      // A session answers failures with steps; a rejection would be a defect, and then nothing is forwarded.
      void step.catch((): Step => ({ kind: 'drop' })).then((known) => this.#fill(slot, known))
    } else slot.step = step
  }

  /** Calls back once, as soon as no message waits in the row. */
  whenEmpty(callback: () => void): void {
    if (this.#row.length === 0) callback()
    else this.#whenEmpty = callback
  }

  #fill(slot: Slot, step: Step): void {
    slot.step = step
    for (let first = this.#row[0]; first?.step !== undefined; first = this.#row[0]) {
      this.#row.shift()
      this.#bytes -= first.bytes
      this.#perform(first.step)
    }
    if (this.#row.length > 0) return
    const callback = this.#whenEmpty
    this.#whenEmpty = undefined
    callback?.()
  }

  #perform(step: Step): void {
    if (step.kind === 'hold') void step.later.then((known) => this.#perform(known))
    else this.#carryOut(step)
  }
}

interface Slot {
  readonly bytes: number
  step: Step | undefined
}
