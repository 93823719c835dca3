import { EXIT_CODES, type ExitCode } from '../failures/exit-codes.ts'

/** Waits to be told to stop. */
export interface StopSignal {
  /** The exit code of a command that was told to stop: an interrupt is one, a request to end is fulfilled. */
  readonly exit: Promise<ExitCode>
  /** Leaves signals to the system again. */
  forget(): void
}

const EXITS = {
  SIGINT: EXIT_CODES.interrupted,
  SIGTERM: EXIT_CODES.ok,
  SIGHUP: EXIT_CODES.ok,
} as const

const NAMES = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A timer that never does anything. */
const IDLE_MS = 2 ** 30

/** Keeps the process alive until a signal asks it to stop. */
export function stopSignal(): StopSignal {
  const { promise, resolve } = Promise.withResolvers<ExitCode>()
  const alive = setInterval(() => {}, IDLE_MS)
  const stop = (name: (typeof NAMES)[number]): void => resolve(EXITS[name])
  for (const name of NAMES) process.on(name, stop)
  return {
    exit: promise,
    forget: () => {
      clearInterval(alive)
      for (const name of NAMES) process.removeListener(name, stop)
    },
  }
}
