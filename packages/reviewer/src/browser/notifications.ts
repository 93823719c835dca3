import { find } from './dom.ts'

/** Offers notifications where they can be had and nobody has said yes or no. */
export function offerNotifications(): void {
  const button = find('[data-act=notify]')
  if (button !== undefined)
    button.hidden = !('Notification' in window) || Notification.permission !== 'default'
}

export async function askToNotify(): Promise<void> {
  await Notification.requestPermission()
  offerNotifications()
}

/** Tells of new requests: to a screen reader always, and by a notification while the page is not looked at. */
export function tellOf(rows: readonly HTMLElement[]): void {
  const [first] = rows
  const what = find('.what b', first ?? null)?.textContent ?? ''
  const risk = find('.risk', first ?? null)?.textContent ?? ''
  const announce = find('[data-announce]')
  if (announce !== undefined)
    announce.textContent =
      rows.length === 1 ? `New request: ${what}, ${risk} risk` : `${rows.length} new requests`
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return
  // Whoever looks over a shoulder at a notification learns no argument.
  const note = new Notification('A call waits for approval', {
    body: `${what}, ${risk} risk`,
    tag: 'kvlar-waiting',
  })
  note.onclick = () => {
    window.focus()
    note.close()
  }
}
