import { html, type Html } from './html.ts'

export interface Layout {
  readonly title: string
  readonly body: Html
  /** Absent on the page where one signs in. */
  readonly csrf?: string
  readonly who?: string
  readonly at: 'queue' | 'history' | 'grants' | 'login'
}

/** The page around everything: no inline script or style, nothing from elsewhere. */
export function layout({ title, body, csrf, who, at }: Layout): string {
  const link = (name: Layout['at'], href: string, text: string): Html =>
    at === name
      ? html`<a href="${href}" aria-current="page">${text}</a>`
      : html`<a href="${href}">${text}</a>`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${csrf === undefined ? '' : html`<meta name="csrf" content="${csrf}" />`}
        <title>${title} · Kvlar</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/reviewer.css" />
        <script src="/assets/reviewer.js" defer></script>
      </head>
      <body data-at="${at}">
        <a class="skip" href="#main">Skip to the request</a>
        <header class="top">
          <a class="brand" href="/"
            ><svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z" />
              <path class="tick" d="m8.5 12 2.5 2.5 4.5-5" /></svg
            >Kvlar</a
          >
          ${
            who === undefined
              ? ''
              : html`<nav aria-label="Views">
                    ${link('queue', '/', 'Waiting')}${link('history', '/history', 'History')}${link('grants', '/grants', 'Grants')}
                  </nav>
                  <span class="who"
                    ><span class="live" data-live role="status">connecting</span> ${who}</span
                  >`
          }
        </header>
        ${body}
        <noscript
          ><p class="banner">
            Deciding here needs this site’s own script; the command line and the API work without it.
          </p></noscript
        >
      </body>
    </html>`.markup
}
