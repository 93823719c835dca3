import { constants } from 'node:os'

const STOPPING = ['SIGINT', 'SIGTERM'] as const
/** A launcher passes on what its terminal, or the system, has sent to both already: that is one wish, not two. */
const SAME_WISH_MS = 250

/** What this process is asked by signals. The reason of both is the signal's name. */
export interface ProcessSignals {
  /** Aborts when it is asked to stop. */
  readonly stop: AbortSignal
  /** Aborts when it is asked once more: whoever asks does not want to wait. */
  readonly hurry: AbortSignal
  /** Leaves signals to the system again, which ends a process by them. */
  forget(): void
}

/**
 * Takes the signals that ask this process to stop, which then do not end it.
 *
 * @param hangupStops whether SIGHUP does, as programs of a terminal have it; true when absent
 */
export function processSignals({
  hangupStops = true,
}: { readonly hangupStops?: boolean } = {}): ProcessSignals {
  const [stop, hurry] = [new AbortController(), new AbortController()]
  let firstAt = 0
  const take = (name: NodeJS.Signals): void => {
    if (!stop.signal.aborted) {
      firstAt = performance.now()
      stop.abort(name)
    } else if (performance.now() - firstAt >= SAME_WISH_MS) hurry.abort(name)
  }
  const names = hangupStops ? [...STOPPING, 'SIGHUP' as const] : STOPPING
  for (const name of names) process.on(name, take)
  return {
    stop: stop.signal,
    hurry: hurry.signal,
    forget: () => {
      for (const name of names) process.removeListener(name, take)
    },
  }
}

/** The exit code of a process that a signal ended, as shells give it: 128 and the signal's number. */
export function signalExitCode(name: unknown): number {
  const numbers = new Map<unknown, number>(Object.entries(constants.signals))
  return 128 + (numbers.get(name) ?? constants.signals.SIGTERM)
}
