import { helpDialog } from './help-dialog.ts'
import { html, type Html } from './html.ts'
import { shownText } from './shown-text.ts'

export interface Layout {
  readonly title: string
  readonly body: Html
  /** Absent where nobody is signed in. */
  readonly who?: string
  readonly at: 'queue' | 'history' | 'grants' | 'audit' | 'login' | 'error'
  /** How many requests wait for anybody. */
  readonly waiting?: number
}

const VIEWS = [
  ['queue', '/', 'Waiting'],
  ['history', '/history', 'History'],
  ['grants', '/grants', 'Grants'],
  ['audit', '/audit', 'Record'],
] as const

/** The page around everything: no inline script or style, nothing from elsewhere. */
export function layout({ title, body, who, at, waiting = 0 }: Layout): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Kvlar</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/reviewer.css" />
        ${at === 'error' ? '' : html`<script src="/assets/${at === 'login' ? 'login' : 'main'}.js" type="module"></script>`}
      </head>
      <body data-at="${at}">
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <a class="brand" href="/"
            ><svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z" />
              <path class="tick" d="m8.5 12 2.5 2.5 4.5-5" /></svg
            >Kvlar</a
          >
          ${who === undefined ? '' : signedIn(who, at, waiting)}
        </header>
        ${who === undefined ? '' : offline()} ${body} ${who === undefined ? '' : helpDialog()}
        <div class="toasts" role="status" data-toasts></div>
        <p class="sr" aria-live="polite" data-announce></p>
        ${at === 'error' ? '' : noScript()}
      </body>
    </html>`.markup
}

function noScript(): Html {
  return html`<noscript
    ><p class="banner">
      Deciding here needs this site’s own script; the command line and the API work without it.
    </p></noscript
  >`
}

/** Shown while changes do not arrive: nothing is decided about what may be another thing by now. */
function offline(): Html {
  return html`<p class="offline" role="alert" data-offline hidden>
    Not connected. What you see may be out of date, and nothing can be decided until the connection is back.
  </p>`
}

function signedIn(who: string, at: Layout['at'], waiting: number): Html {
  return html`<nav aria-label="Views">
      ${VIEWS.map(
        ([name, href, text]) =>
          html`<a href="${href}" ${name === at ? html`aria-current="page"` : ''}
            >${text}${name === 'queue' ? html`<span class="count" data-count="${waiting}">${waiting}</span>` : ''}</a
          >`,
      )}
    </nav>
    <div class="who">
      <span class="live" data-live role="status">connecting</span>
      <button type="button" class="plain" data-act="notify" hidden>Notify me</button>
      <button type="button" class="plain round" data-act="help" aria-keyshortcuts="?" title="Keys (?)">
        ?
      </button>
      <span class="name">${shownText(who)}</span>
      <button type="button" class="plain" data-act="sign-out">Sign out</button>
    </div>`
}
