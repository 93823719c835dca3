import { find, findAll } from './dom.ts'

/** How long one reads a line. */
const STAYS_MS = 6000
const SHOWN_MAX = 3

/** Says for a while, in a corner, what was just done; the request that it was done to is a link. */
export function toast(tone: 'good' | 'bad' | 'plain', text: string, href?: string): void {
  const region = find('[data-toasts]')
  if (region === undefined) return
  const box = document.createElement('p')
  box.className = `toast ${tone}`
  box.append(text)
  if (href !== undefined) {
    const link = document.createElement('a')
    link.href = href
    link.textContent = 'Show'
    box.append(' ', link)
  }
  region.append(box)
  for (const old of findAll('.toast', region).slice(0, -SHOWN_MAX)) old.remove()
  setTimeout(() => box.remove(), STAYS_MS)
}
