import type { Approver } from '../../approver.ts'
import { openFields } from '../../grant-shape.ts'
import type { GrantField } from '../../grant.ts'
import type { HeldRequest } from '../../held-request.ts'
import { LIMITS } from '../../limits.ts'
import { mayApprove } from '../../may-approve.ts'
import { fieldText } from '../grant-json.ts'
import { confirmWord } from './confirm-word.ts'
import { editView } from './edit-view.ts'
import { html, type Html } from './html.ts'
import { shownText } from './shown-text.ts'

interface ActionContext {
  readonly nowMs: number
  readonly approver: Approver
  readonly canEdit: boolean
}

const PRESETS = ['not what was asked for', 'wrong target', 'too much at once', 'ask me first']

/** What a reviewer can do: one plain yes, one plain no, and everything else behind a name of its own. */
export function actionsView(request: HeldRequest, { nowMs, approver, canEdit }: ActionContext): Html {
  const { terms, rule } = request
  const isInPool = mayApprove(request, approver, nowMs)
  const hasDecided = request.decisions.some((one) => one.approver === approver.id)
  return html`<form class="actions" data-actions autocomplete="off">
      ${isInPool ? '' : html`<p class="notice warn">You are not among the approvers of this request.</p>`}
      ${hasDecided ? html`<p class="notice">You have decided; others must decide too.</p>` : ''}
      ${rule.riskLevel === 'critical' ? typed(confirmWord(request)) : ''}
      <div class="noting">
        <label for="note">Note${terms.requireNote ? ' (a denial needs one)' : ''}</label>
        <div class="presets" role="group" aria-label="Common reasons">
          ${PRESETS.map((text) => html`<button type="button" class="preset" data-preset="${text}">${text}</button>`)}
        </div>
        <textarea
          id="note"
          name="note"
          rows="1"
          maxlength="${LIMITS.noteCharsMax}"
          aria-keyshortcuts="e"
        ></textarea>
      </div>
      ${grants(request)} ${canEdit ? editView(request) : ''}
      ${buttons(approver.rights.includes('break_glass'))}
      <p class="answer" data-answer role="alert"></p>
    </form>
    ${approver.rights.includes('break_glass') ? breakGlass() : ''}`
}

/** How much was read, and where to go on; it disappears once everything was in view. */
export function lockView(): Html {
  return html`<p class="lock" data-lock>
    <span data-lock-text role="status">Approve once you have read it all.</span>
    <button type="button" class="plain" data-act="unread" aria-keyshortcuts="n">Read on<kbd>N</kbd></button>
  </p>`
}

function typed(word: string): Html {
  return html`<label class="typed"
    ><span>Critical: type <code>${shownText(word)}</code> to approve</span>
    <input name="typed" data-expected="${word}" spellcheck="false" autocapitalize="off" autocomplete="off" />
  </label>`
}

function grants({ call, terms, rule, redactFields }: HeldRequest): Html {
  const given = terms.grants.filter((grant) => grant !== 'once')
  if (given.length === 0 || rule.riskLevel === 'critical') return html``
  return html`<div class="grant">
    <label
      >Good for
      <select name="grant">
        <option value="once">this call only</option>
        ${given.map((grant) => html`<option value="${grant}">${grant === 'session' ? 'this session, at most a day' : grant}</option>`)}
      </select></label
    >
    ${general(openFields(call.args, redactFields))}
  </div>`
}

/** Nothing is left open that the reviewer has not seen. */
function general(open: readonly GrantField[]): Html {
  if (open.length === 0) return html``
  return html`<label
      ><input type="checkbox" name="general" disabled /> also calls that differ only here:</label
    >
    <ul>
      ${open.map((field) => html`<li><code>${shownText(fieldText(field))}</code></li>`)}
    </ul>`
}

function buttons(mayBreak: boolean): Html {
  return html`<div class="buttons">
    <button type="button" class="approve" data-act="approve" disabled aria-keyshortcuts="a">
      <span data-label>Approve</span><kbd>A</kbd>
    </button>
    <button type="button" class="deny" data-act="reject" aria-keyshortcuts="r">Deny<kbd>R</kbd></button>
    ${lockView()}
    ${mayBreak ? html`<button type="button" class="plain" data-act="break-open" disabled>Break the glass…</button>` : ''}
  </div>`
}

function breakGlass(): Html {
  return html`<dialog id="break" aria-labelledby="break-title">
    <form data-break>
      <h2 id="break-title">Break the glass</h2>
      <p>
        You approve alone, whoever else should have been asked. The call may run within
        ${LIMITS.breakGlassMs / 60_000} minutes. It is marked in the record, and somebody must look at it
        afterwards.
      </p>
      <label
        >Why it cannot wait
        <textarea name="reason" rows="3" maxlength="${LIMITS.noteCharsMax}" required></textarea>
        <span class="type" data-break-hint>at least ${LIMITS.breakGlassNoteCharsMin} characters</span>
      </label>
      <p class="answer" data-break-answer role="alert"></p>
      <div class="buttons">
        <button
          type="button"
          class="danger"
          data-act="break"
          data-min="${LIMITS.breakGlassNoteCharsMin}"
          disabled
        >
          Approve in an emergency
        </button>
        <button type="button" class="ghost" data-act="break-close">Cancel</button>
      </div>
    </form>
  </dialog>`
}
