import type { Recorder } from './ports.ts'

/** Keeps the last `eventsMax` events in memory. */
export function createMemoryRecord<Event>(eventsMax = 10_000): {
  readonly record: Recorder<Event>
  readonly events: Event[]
} {
  const events: Event[] = []
  return {
    events,
    record(event) {
      events.push(event)
      if (events.length > eventsMax) events.shift()
    },
  }
}
