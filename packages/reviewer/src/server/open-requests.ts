import type { Server } from 'node:http'
import { within } from '@kvlar/core/node'

/** How long whoever closes a server waits for what is open. */
export interface Patience {
  readonly withinMs: number
  /** Ends the waiting. */
  readonly hurry?: AbortSignal
}

/** The requests of a server that have not been answered yet. */
export interface OpenRequests {
  /** Resolves when all are, or patience is over. @returns whether all are */
  answered(patience: Patience): Promise<boolean>
}

/** Counts from the sockets up: also what is turned away early is answered first. */
export function createOpenRequests(server: Server): OpenRequests {
  let open = 0
  let whenNone: (() => void) | undefined
  server.on('request', (_, response) => {
    open += 1
    response.once('close', () => {
      open -= 1
      if (open === 0) whenNone?.()
    })
  })
  return {
    answered: async ({ withinMs, hurry }) => {
      if (open === 0) return true
      const over = new Promise<void>((resolve) => {
        whenNone = resolve
        hurry?.addEventListener('abort', () => resolve())
        if (hurry?.aborted === true) resolve()
      })
      await within(withinMs, over)
      return open === 0
    },
  }
}
