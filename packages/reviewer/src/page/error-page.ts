import { html, type Html } from './html.ts'

/** Why a person who went to an address sees no page, and where to go on. */
export function errorPage({ status, message }: { readonly status: number; readonly message: string }): Html {
  return html`<main id="main" class="page">
    <div class="empty">
      <h1>${TITLES[status] ?? 'This cannot be shown'}</h1>
      <p>${message.charAt(0).toUpperCase()}${message.slice(1)}.</p>
      <p><a href="/">Show what waits</a></p>
    </div>
  </main>`
}

const TITLES: Readonly<Record<number, string>> = {
  404: 'There is no such page',
  421: 'This server goes by another name',
  429: 'Too many requests',
  500: 'Something went wrong',
  503: 'The queue cannot be read',
}
