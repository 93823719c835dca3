import { arm } from './card.ts'
import { tick } from './clocks.ts'
import { lost } from './connection.ts'
import { find, findAll, findKind, findKinds, openCard } from './dom.ts'
import { mergeCard, mergeParts, mergeRows } from './merge.ts'
import { page } from './net.ts'
import { rows, selectedIds, showSelection } from './selection.ts'

/* The list, and what is open of it: kept in step with the server. */

/** Below this width the list stands above the card. */
const NARROW_PX = 820

/** The address names what is open, so that a live update never puts another request under the hand. */
function pin(): void {
  const { id, batch } = openCard()?.dataset ?? {}
  const url = new URL(location.href)
  if (id !== undefined && batch === undefined && url.searchParams.get('id') !== id) {
    url.searchParams.set('id', id)
    history.replaceState(null, '', url)
  }
  for (const link of findAll('[data-open]')) {
    if (link.dataset['open'] === id) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
}

let loading: Promise<void> | undefined
let isAskedAgain = false

/** Takes over what the server shows by now; several calls at once become one more. */
export async function refresh(): Promise<void> {
  if (loading !== undefined) {
    isAskedAgain = true
    return loading
  }
  loading = load()
  await loading
  loading = undefined
}

async function load(): Promise<void> {
  do {
    isAskedAgain = false
    const { href } = location
    try {
      const fresh = await page(href)
      if (href === location.href) take(fresh)
      else isAskedAgain = true
    } catch {
      lost()
    }
  } while (isAskedAgain)
}

function take(fresh: Document): void {
  const [count, next] = [find('[data-count]'), find('[data-count]', fresh)]
  if (count !== undefined && next !== undefined) {
    count.dataset['count'] = next.dataset['count'] ?? '0'
    count.textContent = next.textContent
  }
  const [list, freshList] = [find('#list'), find('#list', fresh)]
  if (list !== undefined && freshList !== undefined) {
    const added = mergeRows(list, freshList)
    mergeCard(fresh)
    if (added.length > 0) document.dispatchEvent(new CustomEvent('waiting', { detail: added }))
  }
  mergeParts(fresh)
  if (list !== undefined) pin()
  showSelection()
  tick()
}

/** Opens an address of the queue in place. */
export async function open(href: string): Promise<void> {
  history.pushState(null, '', href)
  await refresh()
  if (scrollY > 0) scrollTo({ top: 0, behavior: 'instant' })
  if (innerWidth <= NARROW_PX) find('#detail')?.scrollIntoView({ block: 'start' })
  find('#card-title')?.focus({ preventScroll: true })
}

/** The address of the queue with the filter that is on, and nothing open. */
export function home(): string {
  const url = new URL(location.href)
  url.searchParams.delete('id')
  url.searchParams.delete('batch')
  return url.pathname + url.search
}

/** The address of what is selected, to be read together. */
export function batchAddress(): string {
  const url = new URL(home(), location.href)
  url.searchParams.set('batch', selectedIds())
  return url.pathname + url.search
}

/** Where to go once these are decided: the request after them in the list, or else the one before. */
export function addressAfter(ids: readonly string[]): string {
  const all = rows()
  const last = all.findLastIndex((row) => ids.includes(row.dataset['row'] ?? ''))
  const isOther = (row: HTMLElement): boolean => !ids.includes(row.dataset['row'] ?? '')
  const next = all.slice(last + 1).find(isOther) ?? all.slice(0, Math.max(last, 0)).findLast(isOther)
  return findKind(HTMLAnchorElement, '[data-open]', next ?? null)?.getAttribute('href') ?? home()
}

/** Opens the request so many places further down. */
export async function move(step: number): Promise<void> {
  const links = findKinds(HTMLAnchorElement, '[data-open]')
  const at = links.findIndex((link) => link.ariaCurrent === 'true')
  const next = links[Math.min(links.length - 1, Math.max(0, at + step))]
  if (next === undefined || next === links[at]) return
  next.scrollIntoView({ block: 'nearest' })
  await open(next.href)
}

export function startList(): void {
  if (find('#list') === undefined) return
  pin()
  showSelection()
  arm()
}
