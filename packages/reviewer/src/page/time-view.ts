import { html, type Html } from './html.ts'

/** A moment, in UTC, to the second; the script adds how it reads in the time zone of the browser. */
export function timeView(atMs: number): Html {
  const text = new Date(atMs).toISOString()
  return html`<time datetime="${text}">${text.replace('T', ' ').slice(0, 19)} UTC</time>`
}
