/** A duration for people, such as `0.8 s`, `4 s`, `3 min`, `2 h`. */
export function durationText(ms: number): string {
  if (ms < 2000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return withRest(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  if (seconds < 86_400)
    return withRest(Math.floor(seconds / 3600), 'h', Math.floor((seconds % 3600) / 60), 'min')
  return `${Math.floor(seconds / 86_400)} d`
}

function withRest(count: number, unit: string, ...[rest, restUnit]: readonly [number, string]): string {
  return rest === 0 ? `${count} ${unit}` : `${count} ${unit} ${rest} ${restUnit}`
}
