import type { Grant } from '../../grant.ts'
import type { HeldRequest } from '../../held-request.ts'
import type { AuditView } from '../audit-view.ts'
import { fieldText } from '../grant-json.ts'
import { durationText } from './duration-text.ts'
import { headline } from './headline.ts'
import { html, type Html } from './html.ts'
import { shownText } from './shown-text.ts'

/** The list of what waits, and the one request that is open. */
export function queuePage(
  requests: readonly HeldRequest[],
  open: { readonly id?: string; readonly card: Html },
): Html {
  return html`<main id="main" class="queue">
    <aside aria-label="Waiting requests">
      <h2 class="count"><span data-count="${requests.length}">${requests.length}</span> waiting</h2>
      <ol class="list" id="list">
        ${requests.map((request) => row(request, request.id === open.id))}
      </ol>
      <p class="keys"><kbd>J</kbd> <kbd>K</kbd> move · <kbd>A</kbd> approve · <kbd>R</kbd> deny</p>
    </aside>
    <div id="detail">${open.card}</div>
  </main>`
}

/** What the page shows when nothing waits. */
export function emptyQueue(): Html {
  return html`<div class="empty" id="card" data-key="empty">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m5 13 4 4L19 7" /></svg>
    <h1>Nothing waits for you</h1>
    <p>New requests appear here by themselves.</p>
  </div>`
}

function row(request: HeldRequest, isOpen: boolean): Html {
  const { call, rule, id, expiresAtMs, createdAtMs } = request
  const { verb, subject } = headline(call)
  return html`<li>
    <a href="/?id=${id}" data-row="${id}" class="row" ${isOpen ? html` aria-current="true"` : ''}>
      <span class="dot ${rule.riskLevel ?? 'low'}" title="${rule.riskLevel ?? 'low'} risk"></span>
      <span class="what"
        ><b>${shownText(verb)}</b
        ><span class="subject">${subject === undefined ? '' : shownText(subject)}</span></span
      >
      <span class="clock" data-until="${expiresAtMs}" data-from="${createdAtMs}" data-short></span
    ></a>
  </li>`
}

/** What was decided, how fast, and whether the record verifies. */
export function historyPage(requests: readonly HeldRequest[], audit: AuditView | undefined): Html {
  const decided = requests.flatMap((one) =>
    one.decidedAtMs === undefined ? [] : one.decidedAtMs - one.createdAtMs,
  )
  const times = decided.sort((a, b) => a - b)
  const median = times[Math.floor(times.length / 2)]
  const approved = requests.filter(({ decisions }) =>
    decisions.some(({ verdict }) => verdict === 'approve'),
  ).length
  const fast = times.filter((ms) => ms < 2000).length
  const stat = (value: string, label: string): Html =>
    html`<div class="stat"><b>${value}</b><span>${label}</span></div>`
  return html`<main id="main" class="page">
    <h1>History</h1>
    <div class="stats">
      ${stat(String(requests.length), 'requests')}${stat(requests.length === 0 ? '–' : `${Math.round((approved / requests.length) * 100)} %`, 'approved')}${stat(median === undefined ? '–' : durationText(median), 'median time to decide')}${stat(String(fast), 'decided within 2 s')}
    </div>
    ${auditView(audit)}
    <div class="table">
      <table>
        <thead>
          <tr>
            <th>What</th>
            <th>Result</th>
            <th>By</th>
            <th>Took</th>
            <th>When</th>
          </tr>
        </thead>
        <tbody>
          ${requests.map(historyRow)}
        </tbody>
      </table>
    </div>
  </main>`
}

function historyRow(request: HeldRequest): Html {
  const { call, state, decisions, decidedAtMs, createdAtMs, id, grantId } = request
  const { verb, subject } = headline(call)
  const by = grantId === undefined ? decisions.map(({ approver }) => approver).join(', ') : 'a grant'
  return html`<tr>
    <td>
      <a href="/?id=${id}">${shownText(verb)}</a>
      <span class="subject">${subject === undefined ? '' : shownText(subject)}</span>
    </td>
    <td>
      <span class="state ${state}">${state}</span
      >${request.isBreakGlass === true ? html` <span class="badge danger">broke the glass</span>` : ''}
    </td>
    <td>${by === '' ? '–' : shownText(by)}</td>
    <td>${decidedAtMs === undefined ? '–' : durationText(decidedAtMs - createdAtMs)}</td>
    <td>
      <time datetime="${new Date(createdAtMs).toISOString()}"
        >${new Date(createdAtMs).toISOString().replace('T', ' ').slice(0, 19)}</time
      >
    </td>
  </tr>`
}

function auditView(audit: AuditView | undefined): Html {
  if (audit === undefined) return html``
  return html`<section class="audit ${audit.status}">
    <h2>Audit record <span class="state ${audit.status}">${audit.status}</span></h2>
    <p>${shownText(audit.text)}</p>
    <ol>
      ${audit.entries.map(
        ({ at, kind, text }) =>
          html`<li><time>${shownText(at)}</time> <b>${shownText(kind)}</b> ${shownText(text)}</li>`,
      )}
    </ol>
  </section>`
}

/** The grants that are good, what each covers, and how to end it. */
export function grantsPage(grants: readonly Grant[]): Html {
  return html`<main id="main" class="page">
    <h1>Grants</h1>
    ${grants.length === 0 ? html`<p class="quiet">No grant is good now: every call is asked about.</p>` : ''}
    ${grants.map(
      (grant) =>
        html`<section class="grant-card">
          <h2>${shownText(grant.resource)}</h2>
          <p>
            given by ${shownText(grant.givenBy)} to
            ${shownText(grant.principal)}${grant.sessionId === undefined ? '' : html` for session <code>${shownText(grant.sessionId)}</code>`}
            · used ${grant.uses}× ·
            <span class="clock" data-until="${grant.expiresAtMs}" data-from="${grant.createdAtMs}"></span>
          </p>
          <ul>
            ${grant.scope.kind === 'exact' ? html`<li>the same arguments only</li>` : grant.scope.fields.map((field) => html`<li><code>${shownText(fieldText(field))}</code></li>`)}
          </ul>
          <button type="button" class="deny" data-revoke="${grant.id}">Revoke</button>
        </section>`,
    )}
  </main>`
}

/** Where a browser signs in. */
export function loginPage(problem?: string): Html {
  return html`<main id="main" class="login">
    <form method="post" action="/session" id="login">
      <h1>Sign in to review</h1>
      <p>
        Paste your token. On this machine it was printed when the server started, and stands in its token
        file.
      </p>
      <label>Token <input name="token" type="password" autocomplete="off" required autofocus /></label>
      ${problem === undefined ? '' : html`<p class="answer" role="alert">${problem}</p>`}
      <button class="approve">Sign in</button>
    </form>
  </main>`
}
