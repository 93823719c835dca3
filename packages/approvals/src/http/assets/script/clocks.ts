/** Countdowns, and the count in the title. */
export const CLOCKS_SCRIPT = String.raw`
import { $, all } from './dom.js'

const two = (n) => String(n).padStart(2, '0')
const left = (ms) => {
  const s = Math.max(0, Math.round(ms / 1000))
  if (s < 60) return s + ' s'
  if (s < 3600) return Math.floor(s / 60) + ':' + two(s % 60)
  return s < 86400 ? Math.floor(s / 3600) + ' h ' + two(Math.floor((s % 3600) / 60)) : Math.floor(s / 86400) + ' d'
}

export const tick = () => {
  for (const clock of all('[data-until]')) {
    const { until, from, verb = '' } = clock.dataset
    const ms = Number(until) - Date.now()
    const text = ms <= 0 ? 'expired' : (verb && verb + ' ') + left(ms)
    if (clock.textContent !== text) clock.textContent = text
    clock.classList.toggle('late', ms < (Number(until) - Number(from)) / 4)
  }
  for (const time of all('time[datetime]:not([title])')) time.title = new Date(time.dateTime).toLocaleString()
  const count = $('[data-count]')?.dataset.count ?? '0'
  const title = (count === '0' ? '' : '(' + count + ') ') + document.title.replace(/^\(\d+\) /, '')
  if (document.title !== title) document.title = title
}
setInterval(tick, 1000)
tick()
`
