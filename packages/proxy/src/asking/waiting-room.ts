import type { Held } from '@kvlar/gate'
import { LIMITS } from '../limits.ts'
import type { Ruling } from '../judge-message.ts'
import type { Mcp } from '../ports.ts'
import type { Step } from '../session/step.ts'

/** Something that waits for a human. */
export interface Waiting {
  readonly step: Step
  /** Ends the waiting: nobody wants the answer any more. */
  readonly leave: () => void
}

/** A message that comes in to wait. */
export interface Entrant {
  readonly hold: Extract<Ruling, { kind: 'hold' }>
  /** Its length. */
  readonly bytes: number
  /** What it has while it waits. */
  readonly held: (signal: AbortSignal) => Held<Mcp>
  /** What becomes of it. */
  readonly goOn: (ruling: Ruling) => Step
}

/** The messages of one session that wait for humans, bounded in number and in bytes. */
export class WaitingRoom {
  readonly #present = new Set<AbortController>()
  #bytes = 0

  hasRoom(bytes: number): boolean {
    return this.#present.size < LIMITS.heldCallsMax && this.#bytes + bytes <= LIMITS.heldBytesMax
  }

  /** Keeps a message until its question is settled. */
  enter({ hold, bytes, held, goOn }: Entrant): Waiting {
    const controller = new AbortController()
    this.#present.add(controller)
    this.#bytes += bytes
    const leave = (): void => {
      if (!this.#present.delete(controller)) return
      this.#bytes -= bytes
      controller.abort()
    }
    const later = hold.settle(held(controller.signal)).then((ruling) => {
      leave()
      return goOn(ruling)
    })
    return { step: { kind: 'hold', later }, leave }
  }

  /** Ends all waiting. */
  close(): void {
    for (const controller of this.#present) controller.abort()
  }
}
