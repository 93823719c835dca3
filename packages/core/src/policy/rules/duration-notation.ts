const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const

/** A duration as a policy writes it: `90s`, `15m`, `4h`, `1d`. */
export function durationNotation(ms: number): string {
  const unit = UNITS.find(([, length]) => ms % length === 0)
  return unit === undefined ? `${ms / 1000}s` : `${ms / unit[1]}${unit[0]}`
}
