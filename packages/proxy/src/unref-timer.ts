import type { Schedule } from './ports.ts'

/** A timer that keeps no process running. */
export const unrefTimer: Schedule = (callback, ms) => {
  const timer = setTimeout(callback, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
