import { find, findAll, findKinds } from './dom.ts'

const TICK_MS = 1000

function two(count: number): string {
  return String(count).padStart(2, '0')
}

function left(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))}`
  return `${Math.floor(seconds / 86_400)} d`
}

/** Sets every countdown, what moments are in the time zone of the browser, and the count in the title. */
export function tick(): void {
  for (const clock of findAll('[data-until]')) {
    const { until, from, verb } = clock.dataset
    const ms = Number(until) - Date.now()
    const text = ms <= 0 ? 'expired' : `${verb === undefined ? '' : `${verb} `}${left(ms)}`
    if (clock.textContent !== text) clock.textContent = text
    clock.classList.toggle('late', ms < (Number(until) - Number(from)) / 4)
  }
  for (const time of findKinds(HTMLTimeElement, 'time[datetime]:not([title])'))
    time.title = new Date(time.dateTime).toLocaleString()
  const count = find('[data-count]')?.dataset['count'] ?? '0'
  const title = `${count === '0' ? '' : `(${count}) `}${document.title.replace(/^\(\d+\) /, '')}`
  if (document.title !== title) document.title = title
}

/** Keeps the clocks going. */
export function startClocks(): void {
  setInterval(tick, TICK_MS)
  tick()
}
