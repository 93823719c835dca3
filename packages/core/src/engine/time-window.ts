import type { TimeWindowCondition } from '../rule.ts'
import type { CompiledCondition } from './compiled-condition.ts'
import type { EngineParts } from './engine-parts.ts'
import { ERROR, holds, type TruthMask, UNKNOWN } from './truth-mask.ts'

/** Both ends belong to the window, at full precision: 18:00:00.5 is outside of `09:00-18:00`. */
export function compileTimeWindow(condition: TimeWindowCondition, parts: EngineParts): CompiledCondition {
  const { startMs, endMs, zone } = condition
  const clock = parts.zone(zone)
  const contains = (timeMs: number): boolean =>
    startMs <= endMs ? startMs <= timeMs && timeMs <= endMs : startMs <= timeMs || timeMs <= endMs
  const test = (nowMs: number): TruthMask => {
    try {
      return holds(contains(clock.msOfDay(nowMs)))
    } catch {
      // Intl throws a RangeError for an instant outside of its calendar.
      return ERROR
    }
  }
  return {
    evaluate: (_action, facts) => (facts === undefined ? UNKNOWN : test(facts.nowMs)),
    explain: (_action, facts) => ({
      part: '',
      detail: `expected a time from ${clockText(startMs)} to ${clockText(endMs)} in ${zone}, found ${
        test(facts.nowMs) === ERROR ? 'no time' : clockText(clock.msOfDay(facts.nowMs))
      }`,
    }),
    problem: (_action, facts) =>
      test(facts.nowMs) === ERROR ? 'the time is not a valid instant' : undefined,
    addNeeds: () => undefined,
  }
}

/** `HH:MM`, with seconds and fractions only where they are not zero. */
function clockText(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const minutes = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}`
  const rest = ms % 60_000
  return rest === 0 ? minutes : `${minutes}:${rest < 10_000 ? '0' : ''}${rest / 1000}`
}
