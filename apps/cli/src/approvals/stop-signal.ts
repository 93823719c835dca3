import { processSignals, type ProcessSignals } from '@kvlar/core/node'

/** Waits to be told to stop. */
export interface StopSignal extends Pick<ProcessSignals, 'hurry'> {
  /** Resolves when it is, with the signal's name. */
  readonly stopped: Promise<unknown>
  /** Leaves signals to the system again: the next one ends the process. */
  forget(): void
}

/** A timer that never does anything. */
const IDLE_MS = 2 ** 30

/** Keeps the process alive until a signal asks it to stop. */
export function stopSignal(): StopSignal {
  const signals = processSignals()
  const { stop, hurry } = signals
  const alive = setInterval(() => {}, IDLE_MS)
  return {
    stopped: new Promise((resolve) => {
      stop.addEventListener('abort', () => resolve(stop.reason))
    }),
    hurry,
    forget: () => {
      clearInterval(alive)
      signals.forget()
    },
  }
}
