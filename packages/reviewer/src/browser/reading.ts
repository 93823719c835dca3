import { find, findAll } from './dom.ts'

/* What was in view: approving waits until every part of the arguments was, however tall they or small the window. */

/** A part of something tall, from its top. */
type Piece = readonly [from: number, to: number]

interface Region {
  readonly element: HTMLElement
  width: number
  height: number
  pieces: readonly Piece[]
}

export interface Following {
  /** Told how much was read, from 0 to 1. */
  readonly progress: (share: number) => void
  /** Told once that everything was. */
  readonly done: () => void
}

const SLACK_PX = 2
/** What is left above when one reads on. */
const ABOVE_PX = 8

let stop = (): void => {}
/** Where reading stopped. */
let gap: { readonly region: Region; readonly atPx: number } | undefined

/** How much of the window nothing of ours covers, from top to bottom. */
function uncovered(): { readonly top: number; readonly bottom: number } {
  const header = covering('.top')
  const actions = covering('#card .actions')
  return {
    top: header === undefined ? 0 : Math.max(0, header.bottom),
    bottom: actions === undefined ? innerHeight : Math.min(innerHeight, actions.top),
  }
}

function covering(selector: string): DOMRect | undefined {
  const element = find(selector)
  return element !== undefined && getComputedStyle(element).position === 'sticky'
    ? element.getBoundingClientRect()
    : undefined
}

/** Adds a piece to pieces that are in order and apart. */
function add(pieces: readonly Piece[], from: number, to: number): readonly Piece[] {
  const isApart = ([a, b]: Piece): boolean => b < from - SLACK_PX || a > to + SLACK_PX
  const touching = pieces.filter((piece) => !isApart(piece))
  const whole: Piece = [
    Math.min(from, ...touching.map(([a]) => a)),
    Math.max(to, ...touching.map(([, b]) => b)),
  ]
  return [...pieces.filter(isApart), whole].sort(([a], [b]) => a - b)
}

function firstGap(pieces: readonly Piece[], height: number): number | undefined {
  let at = 0
  for (const [from, to] of pieces) {
    if (from > at + SLACK_PX) return at
    at = Math.max(at, to)
  }
  return at < height - SLACK_PX ? at : undefined
}

/** Takes in what of a region is in view now; answers where it is unread, if anywhere. */
function lookAt(region: Region, { top, bottom }: ReturnType<typeof uncovered>): number | undefined {
  const { element } = region
  const box = element.getBoundingClientRect()
  // Another width is another layout: what was seen of the old one is not known in the new one.
  if (Math.abs(region.width - box.width) > 1 || Math.abs(region.height - box.height) > 1) region.pieces = []
  region.width = box.width
  region.height = box.height
  const from = Math.max(0, top - box.top)
  const to = Math.min(box.height, bottom - box.top)
  // What is cut off at its side, or off the screen, was not seen.
  const isWhole =
    element.scrollWidth <= element.clientWidth + 1 && box.left >= -1 && box.right <= innerWidth + 1
  if (isWhole && to > from && box.height > 0) region.pieces = add(region.pieces, from, to)
  return 'never' in element.dataset ? 0 : firstGap(region.pieces, box.height)
}

/** Follows what of a card was in view. */
export function follow(card: HTMLElement, { progress, done }: Following): void {
  stop()
  const regions = findAll('[data-read]', card).map((element): Region => ({
    element,
    width: 0,
    height: 0,
    pieces: [],
  }))
  const look = (): void => {
    if (!card.isConnected) return stop()
    if (document.visibilityState !== 'visible' || find('dialog[open]') !== undefined) return
    const view = uncovered()
    let [read, all] = [0, 0]
    gap = undefined
    for (const region of regions) {
      const atPx = lookAt(region, view)
      if (atPx !== undefined) gap ??= { region, atPx }
      all += region.height
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
  const actions = find('.actions', card)
  if (actions !== undefined) observer.observe(actions)
  const targets: readonly (readonly [target: EventTarget, name: string])[] = [
    [window, 'scroll'],
    [window, 'resize'],
    [document, 'visibilitychange'],
    [document, 'toggle'],
  ]
  for (const [target, name] of targets) target.addEventListener(name, look, { passive: true, capture: true })
  stop = () => {
    observer.disconnect()
    for (const [target, name] of targets) target.removeEventListener(name, look, { capture: true })
    stop = () => {}
  }
  look()
}

/** Scrolls to where reading stopped. */
export function readOn(): void {
  if (gap === undefined) return
  const box = gap.region.element.getBoundingClientRect()
  scrollBy({ top: box.top + gap.atPx - uncovered().top - ABOVE_PX, behavior: 'instant' })
}
