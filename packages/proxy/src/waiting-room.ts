import type { Ruling } from './gate.ts'
import { LIMITS } from './limits.ts'
import type { Step } from './step.ts'

/** Something that waits for a human. */
export interface Waiting {
  readonly step: Step
  /** Ends the waiting: nobody wants the answer any more. */
  readonly leave: () => void
}

/** The messages of one session that wait for humans, bounded in number and in bytes. */
export class WaitingRoom {
  readonly #present = new Set<AbortController>()
  #bytes = 0

  hasRoom(bytes: number): boolean {
    return this.#present.size < LIMITS.heldCallsMax && this.#bytes + bytes <= LIMITS.heldBytesMax
  }

  /** Keeps a message of so many bytes until its question is settled; `then` says what becomes of it. */
  enter(hold: Extract<Ruling, { kind: 'hold' }>, bytes: number, then: (ruling: Ruling) => Step): Waiting {
    const controller = new AbortController()
    this.#present.add(controller)
    this.#bytes += bytes
    const leave = (): void => {
      if (!this.#present.delete(controller)) return
      this.#bytes -= bytes
      controller.abort()
    }
    const later = hold.settle(controller.signal).then((ruling) => {
      leave()
      return then(ruling)
    })
    return { step: { kind: 'hold', later }, leave }
  }

  /** Ends all waiting. */
  close(): void {
    for (const controller of this.#present) controller.abort()
  }
}
