import type { ProxyEvent, Recorder } from './ports.ts'

/** Keeps the last `eventsMax` events in memory. */
export function memoryRecord(eventsMax = 10_000): {
  readonly record: Recorder
  readonly events: ProxyEvent[]
} {
  const events: ProxyEvent[] = []
  return {
    events,
    record(event) {
      events.push(event)
      if (events.length > eventsMax) events.shift()
    },
  }
}
