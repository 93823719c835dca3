import { dayNumber, dayText, weekdayOf } from '../../match/calendar.ts'
import type { TimeWindowCondition } from '../../rule.ts'
import type { CompiledCondition } from './compiled-condition.ts'
import type { EngineParts } from '../engine-parts.ts'
import { invalidOperand } from '../operators/invalid-operand.ts'
import { ERROR, holds, type TruthMask, UNKNOWN } from '../truth-mask.ts'
import type { WallTime } from './zone-clock.ts'

/** Both ends belong to the window, at full precision: 18:00:00.5 is outside of `09:00-18:00`. */
export function compileTimeWindow(condition: TimeWindowCondition, parts: EngineParts): CompiledCondition {
  const { zone } = condition
  const clock = parts.zone(zone)
  const contains = compileWindow(condition)
  const test = (nowMs: number): TruthMask => {
    try {
      return holds(contains(clock.read(nowMs)))
    } catch {
      // Intl throws a RangeError for an instant outside of its calendar.
      return ERROR
    }
  }
  return {
    evaluate: (_action, facts) => (facts === undefined ? UNKNOWN : test(facts.nowMs)),
    explain: (_action, facts) => ({
      part: '',
      detail: `expected a time ${windowText(condition)}, found ${
        test(facts.nowMs) === ERROR ? 'no time' : wallText(clock.read(facts.nowMs))
      }`,
    }),
    met: (_action, facts) => [
      {
        what: '',
        operator: 'time_window',
        pattern: windowText(condition),
        text: wallText(clock.read(facts.nowMs)),
      },
    ],
    problem: (_action, facts) =>
      test(facts.nowMs) === ERROR ? 'the time is not a valid instant' : undefined,
    addNeeds: () => undefined,
  }
}

/** A window past midnight belongs to the day on which it starts, whatever the date is when it ends. */
function compileWindow({ startMs, endMs, days, from, until }: TimeWindowCondition) {
  const [first, after] = [dayOf(from), dayOf(until)]
  const opens = (day: number): boolean =>
    (days === undefined || days.includes(weekdayOf(day))) &&
    (first === undefined || first <= day) &&
    (after === undefined || day < after)
  return ({ day, msOfDay }: WallTime): boolean =>
    startMs <= endMs
      ? startMs <= msOfDay && msOfDay <= endMs && opens(day)
      : (startMs <= msOfDay && opens(day)) || (msOfDay <= endMs && opens(day - 1))
}

function dayOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const day = dayNumber(text)
  if (day === undefined) throw invalidOperand('time_window', 'a date')
  return day
}

function windowText({ startMs, endMs, zone, days, from, until }: TimeWindowCondition): string {
  const parts = [
    `from ${clockText(startMs)} to ${clockText(endMs)} in ${zone}`,
    days === undefined ? '' : `on ${days.join(', ')}`,
    from === undefined ? '' : `from ${from}`,
    until === undefined ? '' : `until ${until}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function wallText({ day, msOfDay }: WallTime): string {
  return `${weekdayOf(day)} ${dayText(day)} ${clockText(msOfDay)}`
}

/** `HH:MM`, with seconds and fractions only where they are not zero. */
function clockText(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const minutes = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}`
  const rest = ms % 60_000
  return rest === 0 ? minutes : `${minutes}:${rest < 10_000 ? '0' : ''}${rest / 1000}`
}
