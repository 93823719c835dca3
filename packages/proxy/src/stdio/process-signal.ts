import { constants } from 'node:os'

const STOPPING = ['SIGINT', 'SIGTERM'] as const

/**
 * Aborts when this process is asked to stop; the reason is the signal's name.
 *
 * @param hangupStops whether SIGHUP does, as programs of a terminal have it; true when absent
 */
export function processSignal({ hangupStops = true }: { readonly hangupStops?: boolean } = {}): AbortSignal {
  const controller = new AbortController()
  for (const name of hangupStops ? [...STOPPING, 'SIGHUP'] : STOPPING)
    process.on(name, () => controller.abort(name))
  return controller.signal
}

/** The exit code of a process that a signal ended, as shells give it: 128 and the signal's number. */
export function signalExitCode(name: unknown): number {
  const numbers = new Map<unknown, number>(Object.entries(constants.signals))
  return 128 + (numbers.get(name) ?? constants.signals.SIGTERM)
}
