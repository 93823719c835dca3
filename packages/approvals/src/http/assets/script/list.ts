/** The list: kept in step with the server without losing what the reviewer is doing, and what is selected in it. */
export const LIST_SCRIPT = String.raw`
import { $, all } from './dom.js'
import { arm, card } from './card.js'
import { tick } from './clocks.js'
import { page } from './net.js'

const selected = new Set()
const rows = () => all('[data-row]')
const rowOf = (id) => rows().find((row) => row.dataset.row === id)

/** Puts new rows in place of old ones; a row that did not change stays the element it was. */
const mergeRows = (list, fresh) => {
  const focused = document.activeElement?.closest?.('[data-row]')?.dataset.row
  const was = rows().map((row) => row.dataset.row)
  const old = new Map(rows().map((row) => [row.dataset.row, row]))
  const bare = (row) => {
    const copy = row.cloneNode(true)
    for (const clock of all('.clock', copy)) clock.textContent = ''
    for (const clock of all('.late', copy)) clock.classList.remove('late')
    copy.classList.remove('picked')
    for (const link of all('[aria-current]', copy)) link.removeAttribute('aria-current')
    return copy.outerHTML
  }
  const next = [...fresh.children].map((row) => {
    const known = old.get(row.dataset.row)
    return known && bare(known) === bare(row) ? known : document.adoptNode(row)
  })
  for (const row of rows()) if (!next.includes(row)) row.remove()
  next.forEach((row, at) => {
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null)
  })
  if (focused && !document.activeElement?.closest?.('[data-row]')) $('[data-open]', rowOf(focused) ?? rows()[0])?.focus()
  return rows().filter((row) => !was.includes(row.dataset.row))
}

/** A part outside the card is exchanged when it changed and nobody writes in it. */
const mergeParts = (fresh, root = document) => {
  for (const part of all('[data-part]', root)) {
    const next = $('[data-part="' + part.dataset.part + '"]', fresh)
    if (next && next.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) part.replaceWith(document.adoptNode(next))
  }
}

/** The card is exchanged only when the request itself changed; a note for the same request is carried over. */
const mergeCard = (fresh) => {
  const [old, next] = [card(), $('#card', fresh)]
  if (!old || !next || old.dataset.key === next.dataset.key) return
  const note = $('[name=note]', old)
  const isSame = old.dataset.id !== undefined && old.dataset.id === next.dataset.id
  const hadFocus = old.contains(document.activeElement) && document.activeElement.name
  old.replaceWith(document.adoptNode(next))
  const field = $('[name=note]', next)
  if (isSame && note && field) {
    field.value = note.value
    if (hadFocus === 'note') field.focus()
  }
  arm()
}

const pin = () => {
  const { id, batch } = card()?.dataset ?? {}
  const url = new URL(location.href)
  // The address names what is open, so that a live update never puts another request under the hand.
  if (id && url.searchParams.get('id') !== id && !batch) {
    url.searchParams.set('id', id)
    history.replaceState(null, '', url)
  }
  for (const link of all('[data-open]')) {
    if (link.dataset.open === id) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
}

let loading
let again = false
/** Takes over what the server shows by now; several calls at once become one more. */
export const refresh = async () => {
  if (loading) {
    again = true
    return loading
  }
  loading = (async () => {
    do {
      again = false
      const href = location.href
      try {
        const fresh = await page(href)
        if (href !== location.href) again = true
        else take(fresh)
      } catch {
        const live = $('[data-live]')
        live.textContent = 'not connected'
        live.dataset.state = 'off'
      }
    } while (again)
  })()
  await loading
  loading = undefined
}

const take = (fresh) => {
  const [count, next] = [$('[data-count]'), $('[data-count]', fresh)]
  if (count && next) {
    count.dataset.count = next.dataset.count
    count.textContent = next.textContent
  }
  const list = $('#list')
  if (list) {
    const added = mergeRows(list, $('#list', fresh))
    mergeCard(fresh)
    if (added.length > 0) document.dispatchEvent(new CustomEvent('waiting', { detail: added }))
  }
  mergeParts(fresh)
  if (list) pin()
  picked()
  tick()
}

/** Opens an address of the queue in place. */
export const open = async (href, focus = true) => {
  history.pushState(null, '', href)
  await refresh()
  if (scrollY > 0) scrollTo({ top: 0, behavior: 'instant' })
  if (innerWidth <= 820) $('#detail')?.scrollIntoView({ block: 'start' })
  if (focus) $('#card-title')?.focus({ preventScroll: true })
}

/** The address of the queue with the filter that is on, and nothing open. */
export const home = () => {
  const url = new URL(location.href)
  url.searchParams.delete('id')
  url.searchParams.delete('batch')
  return url.pathname + url.search
}

export const move = (step) => {
  const links = all('[data-open]')
  const at = links.findIndex((link) => link.ariaCurrent === 'true')
  const next = links[Math.min(links.length - 1, Math.max(0, at + step))]
  if (!next || next === links[at]) return
  next.scrollIntoView({ block: 'nearest' })
  return open(next.href)
}

/** Shows what is selected; only requests that are alike can be, and none that is gone. */
const picked = () => {
  for (const id of selected) if (!rowOf(id)) selected.delete(id)
  const first = rowOf([...selected][0])
  for (const row of rows()) {
    const box = $('[data-select]', row)
    box.checked = selected.has(row.dataset.row)
    box.disabled = row.dataset.alike === '' || (first !== undefined && row.dataset.alike !== first.dataset.alike)
    row.classList.toggle('picked', box.checked)
  }
  const bar = $('#batch')
  if (!bar) return
  bar.hidden = selected.size === 0
  $('[data-batch-count]', bar).textContent = selected.size
  $('[data-batch-of]', bar).textContent = first?.dataset.what ?? ''
}

export const select = (id, on = !selected.has(id)) => {
  const row = rowOf(id)
  const first = rowOf([...selected][0])
  const may = row && row.dataset.alike !== '' && (!first || first.dataset.alike === row.dataset.alike)
  if (on && may) selected.add(id)
  else selected.delete(id)
  picked()
}

export const selectAlike = () => {
  const { alike } = rowOf([...selected][0])?.dataset ?? {}
  for (const row of rows()) if (alike && row.dataset.alike === alike && selected.size < 50) selected.add(row.dataset.row)
  picked()
}

export const clearSelection = () => {
  selected.clear()
  picked()
}

export const batchAddress = () => {
  const url = new URL(home(), location.href)
  url.searchParams.set('batch', [...selected].join(','))
  return url.pathname + url.search
}

export const start = () => {
  if (!$('#list')) return
  pin()
  picked()
  arm()
}
`
