/** What was in view: approving waits until every part of the arguments was, however tall they or small the window. */
export const READING_SCRIPT = String.raw`
const SLACK = 2
let stop = () => {}
let gap

/** How much of the window nothing of ours covers, from top to bottom. */
const window_ = () => {
  const header = document.querySelector('.top')
  const actions = document.querySelector('#card .actions')
  const covers = (element) => element && getComputedStyle(element).position === 'sticky'
  return {
    top: covers(header) ? Math.max(0, header.getBoundingClientRect().bottom) : 0,
    bottom: covers(actions) ? Math.min(innerHeight, actions.getBoundingClientRect().top) : innerHeight,
  }
}

/** Adds a piece to pieces that are in order and apart. */
const add = (pieces, from, to) => {
  const apart = pieces.filter(([a, b]) => b < from - SLACK || a > to + SLACK)
  const touching = pieces.filter(([a, b]) => !(b < from - SLACK || a > to + SLACK))
  const whole = [Math.min(from, ...touching.map(([a]) => a)), Math.max(to, ...touching.map(([, b]) => b))]
  return [...apart, whole].sort(([a], [b]) => a - b)
}

const firstGap = (pieces, height) => {
  let at = 0
  for (const [from, to] of pieces) {
    if (from > at + SLACK) return at
    at = Math.max(at, to)
  }
  return at < height - SLACK ? at : undefined
}

/** Follows what of a card was in view; calls back with the share, and once with everything. */
export const follow = (card, { progress, done }) => {
  stop()
  const regions = [...card.querySelectorAll('[data-read]')].map((element) => ({ element, width: 0, height: 0, pieces: [] }))
  const look = () => {
    if (!card.isConnected) return stop()
    if (document.visibilityState !== 'visible' || document.querySelector('dialog[open]')) return
    const { top, bottom } = window_()
    let [read, all] = [0, 0]
    gap = undefined
    for (const region of regions) {
      const box = region.element.getBoundingClientRect()
      // Another width is another layout: what was seen of the old one is not known in the new one.
      if (Math.abs(region.width - box.width) > 1 || Math.abs(region.height - box.height) > 1) region.pieces = []
      region.width = box.width
      region.height = box.height
      const from = Math.max(0, top - box.top)
      const to = Math.min(box.height, bottom - box.top)
      // What is cut off at its side, or off the screen, was not seen.
      const isWhole = region.element.scrollWidth <= region.element.clientWidth + 1 && box.left >= -1 && box.right <= innerWidth + 1
      if (isWhole && to > from && box.height > 0) region.pieces = add(region.pieces, from, to)
      const open = 'never' in region.element.dataset ? 0 : firstGap(region.pieces, box.height)
      if (open !== undefined) gap ??= { region, open }
      all += box.height
      read += region.pieces.reduce((sum, [a, b]) => sum + b - a, 0)
    }
    progress(all === 0 ? 0 : Math.min(0.99, read / all))
    if (gap === undefined && regions.length > 0) {
      stop()
      done()
    }
  }
  const observer = new ResizeObserver(look)
  for (const { element } of regions) observer.observe(element)
  const actions = card.querySelector('.actions')
  if (actions) observer.observe(actions)
  const targets = [[window, 'scroll'], [window, 'resize'], [document, 'visibilitychange'], [document, 'toggle']]
  for (const [target, name] of targets) target.addEventListener(name, look, { passive: true, capture: true })
  stop = () => {
    observer.disconnect()
    for (const [target, name] of targets) target.removeEventListener(name, look, { capture: true })
    stop = () => {}
  }
  look()
}

/** Scrolls to where reading stopped. */
export const nextUnread = () => {
  if (!gap) return
  const { top } = window_()
  const box = gap.region.element.getBoundingClientRect()
  scrollBy({ top: box.top + gap.open - top - 8, behavior: 'instant' })
}
`
