import { html, type Html } from './html.ts'

export interface LoginPage {
  /** Why signing in has failed. */
  readonly problem?: string
  /** The request to open afterwards. */
  readonly id?: string
}

/** Where a browser signs in. */
export function loginPage({ problem = '', id = '' }: LoginPage): Html {
  return html`<main id="main" class="login">
    <form method="post" action="/session" id="login" data-id="${id}">
      <h1>Sign in to review</h1>
      <p class="quiet">
        Paste your token. On this machine it stands in the token file that was named when the server started;
        <code>kvlar review --open</code> signs you in without it.
      </p>
      <label>Token <input name="token" type="password" autocomplete="off" required autofocus /></label>
      <p class="answer" role="alert" data-answer>${problem}</p>
      <button class="primary">Sign in</button>
    </form>
  </main>`
}
