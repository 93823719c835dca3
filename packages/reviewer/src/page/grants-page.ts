import type { Grant } from '@kvlar/approvals'
import { fieldText } from '../json/grant-json.ts'
import { html, type Html } from './html.ts'
import { shownText } from './shown-text.ts'

/** The grants that are good, what each covers, until when, and how to end it. */
export function grantsPage(grants: readonly Grant[]): Html {
  return html`<main id="main" class="page">
    <h1>Grants</h1>
    <p class="quiet">
      A grant answers like calls in place of a reviewer until it ends. It never overrides a denial of the
      policy.
    </p>
    <div class="grants" data-part="grants">
      ${grants.length === 0 ? html`<p class="none">No grant is good now: every call is asked about.</p>` : grants.map(grantCard)}
    </div>
  </main>`
}

function grantCard(grant: Grant): Html {
  return html`<section class="grant-card" aria-label="Grant">
    <header>
      <h2>
        ${shownText(grant.resource)}${grant.server === undefined ? '' : html` <span class="quiet">on ${shownText(grant.server)}</span>`}
      </h2>
      <span
        class="clock"
        data-until="${grant.expiresAtMs}"
        data-from="${grant.createdAtMs}"
        data-verb="ends in"
        >&nbsp;</span
      >
    </header>
    <dl class="pairs">
      <div class="wide">
        <dt>covers</dt>
        <dd>${covers(grant)}</dd>
      </div>
      <div>
        <dt>for</dt>
        <dd>
          ${shownText(grant.principal)}${grant.sessionId === undefined ? '' : html` in session <code>${shownText(grant.sessionId)}</code>`}
        </dd>
      </div>
      <div>
        <dt>given by</dt>
        <dd>${shownText(grant.givenBy)} with <a href="/?id=${grant.requestId}">this request</a></dd>
      </div>
      <div>
        <dt>while rule</dt>
        <dd><code>${shownText(grant.ruleId)}</code> asks</dd>
      </div>
      <div>
        <dt>used</dt>
        <dd>${grant.uses}×</dd>
      </div>
    </dl>
    <button type="button" class="deny" data-revoke="${grant.id}">Revoke now</button>
  </section>`
}

function covers({ scope }: Grant): Html {
  if (scope.kind === 'exact') return html`the same arguments only`
  return html`<ul tabindex="0" aria-label="Fields">
    ${scope.fields.map((field) => html`<li><code>${shownText(fieldText(field))}</code></li>`)}
  </ul>`
}
