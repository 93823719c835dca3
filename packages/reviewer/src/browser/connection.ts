import { find } from './dom.ts'

/* The stream of changes, and whether there is one: what is shown without it may be another thing by now. */

/** A busy queue is looked at a few times a second, not once for every change. */
const BETWEEN_MS = 300
const AT_LEAST_MS = 50

let isOff = false

/** Whether what the page shows is known to be up to date. */
export function isConnected(): boolean {
  return !isOff
}

/** Told whenever the connection goes or comes back. */
let changed = (): void => {}

function set(state: 'on' | 'off', text: string): void {
  const live = find('[data-live]')
  if (live !== undefined) {
    live.textContent = text
    live.dataset['state'] = state
  }
  const notice = find('[data-offline]')
  if (notice !== undefined) notice.hidden = state === 'on'
  isOff = state === 'off'
  changed()
}

/** Says that the server did not answer; the stream says when it does again. */
export function lost(): void {
  set('off', 'not connected')
}

export interface Stream {
  /** Asked for whenever something has changed. */
  readonly refresh: () => Promise<void>
  readonly onConnection: () => void
}

/** Follows the changes of the queue. */
export function followChanges({ refresh, onConnection }: Stream): void {
  changed = onConnection
  const events = new EventSource('/api/events')
  events.addEventListener('open', () => {
    set('on', 'live')
    void refresh()
  })
  events.addEventListener('error', () => {
    set('off', 'reconnecting')
    // A stream that is refused does not come back by itself: the next page says why.
    if (events.readyState === EventSource.CLOSED) void refresh()
  })
  let waiting: ReturnType<typeof setTimeout> | undefined
  let lookedAtMs = 0
  events.addEventListener('change', () => {
    waiting ??= setTimeout(
      () => {
        waiting = undefined
        lookedAtMs = Date.now()
        void refresh()
      },
      Math.max(AT_LEAST_MS, lookedAtMs + BETWEEN_MS - Date.now()),
    )
  })
}
