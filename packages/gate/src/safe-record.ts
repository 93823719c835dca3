import { isThenable } from './after.ts'
import type { Recorder } from './ports.ts'

/** Writes an event and says whether it stands. Never throws and never rejects; makes no promise for a synchronous record. */
export type SafeRecord<Event> = (event: Event) => boolean | Promise<boolean>

/** @param onFailure told why an event was not written; must not throw */
export function safeRecord<Event>(
  record: Recorder<Event>,
  onFailure: (error: unknown) => void,
): SafeRecord<Event> {
  const failed = (error: unknown): false => {
    onFailure(error)
    return false
  }
  return (event) => {
    try {
      const written: unknown = record(event)
      // Promises of other libraries and realms count too, or what they have not written yet would count as written.
      return isThenable(written) ? Promise.resolve(written).then(() => true, failed) : true
    } catch (error) {
      return failed(error)
    }
  }
}

/** Whoever is told of something decides nothing, also by failing. */
export function quietly<Told>(listener: ((told: Told) => void) | undefined): (told: Told) => void {
  return (told) => {
    try {
      listener?.(told)
    } catch {
      // There is nobody left to tell.
    }
  }
}
