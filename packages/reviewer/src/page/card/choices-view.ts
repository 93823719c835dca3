import { LIMITS } from '@kvlar/approvals'
import type { ChoicesPart } from '../../card/card.ts'
import { html, type Html } from '../html.ts'
import { shownText } from '../shown-text.ts'

const PRESETS = ['not what was asked for', 'wrong target', 'too much at once', 'ask me first']

/** What a reviewer can do: one plain yes, one plain no, and everything else behind a name of its own. */
export function choicesView(part: ChoicesPart): Html {
  const { needsNote, confirmWord, editable, reviewer } = part
  return html`<form class="actions" data-actions autocomplete="off">
      ${reviewer?.mayApprove === false ? html`<p class="notice warn">You are not among the approvers of this request.</p>` : ''}
      ${reviewer?.hasDecided === true ? html`<p class="notice">You have decided; others must decide too.</p>` : ''}
      <div class="deciding">
        ${confirmWord === undefined ? '' : typedView(confirmWord)}
        ${noteView(needsNote ? 'Note (a denial needs one)' : 'Note')} ${grantsView(part)}
        <div class="buttons">
          <button type="button" class="approve" data-act="approve" disabled aria-keyshortcuts="a">
            <span data-label>Approve</span><kbd>A</kbd>
          </button>
          <button type="button" class="deny" data-act="deny" aria-keyshortcuts="d">Deny<kbd>D</kbd></button>
          ${lockView()}
          <span class="more">
            ${editable.length === 0 ? '' : html`<button type="button" class="plain" data-act="edit-open" aria-keyshortcuts="e">Edit<kbd>E</kbd></button>`}
            ${reviewer?.mayBreakGlass === true ? html`<button type="button" class="plain" data-act="break-open" disabled>Break the glass…</button>` : ''}
          </span>
        </div>
      </div>
      ${editable.length === 0 ? '' : editBar(editable)}
      <p class="answer" data-answer role="alert"></p>
    </form>
    ${reviewer?.mayBreakGlass === true ? breakGlass() : ''}`
}

/** How much was read, and where to go on; it disappears once everything was in view. */
export function lockView(): Html {
  return html`<p class="lock" data-lock>
    <span data-lock-text role="status">Read it all to approve.</span>
    <button type="button" class="plain" data-act="read_on" aria-keyshortcuts="n">Read on<kbd>N</kbd></button>
  </p>`
}

/** A note, and common reasons that fill it in. */
export function noteView(label: string): Html {
  return html`<div class="noting">
    <textarea
      name="note"
      rows="1"
      maxlength="${LIMITS.noteCharsMax}"
      placeholder="${label}"
      aria-label="${label}"
      aria-keyshortcuts="c"
    ></textarea>
    <div class="presets" role="group" aria-label="Common reasons">
      ${PRESETS.map((text) => html`<button type="button" class="preset" data-preset="${text}">${text}</button>`)}
    </div>
  </div>`
}

function typedView(word: string): Html {
  return html`<label class="typed"
    ><span>Critical: type <code>${shownText(word)}</code> to approve</span>
    <input name="typed" data-expected="${word}" spellcheck="false" autocapitalize="off" autocomplete="off" />
  </label>`
}

function grantsView({ grants, open }: ChoicesPart): Html {
  if (grants.length === 0) return html``
  return html`<div class="grant">
    <label
      >Good for
      <select name="grant" aria-keyshortcuts="g">
        <option value="once">this call only</option>
        ${grants.map((grant) => html`<option value="${grant}">${grant === 'session' ? 'this session, at most a day' : grant}</option>`)}
      </select></label
    >
    ${generalView(open)}
  </div>`
}

/** Nothing is left open that the reviewer has not seen. */
function generalView(open: readonly string[]): Html {
  if (open.length === 0) return html``
  return html`<label
      ><input type="checkbox" name="general" disabled /> also calls that differ only here:</label
    >
    <ul>
      ${open.map((text) => html`<li><code>${shownText(text)}</code></li>`)}
    </ul>`
}

/** While the call is edited where it stands, this slim bar is all that covers it. */
function editBar(editable: readonly string[]): Html {
  return html`<div class="buttons edit-bar" data-edit-bar hidden>
    <button type="button" class="approve" data-act="edit" disabled>Approve the edited call</button>
    <button type="button" class="ghost" data-act="edit-close">Cancel</button>
    <p class="quiet">
      You may change
      ${editable.map((path, at) => html`${at === 0 ? '' : ', '}<code>${shownText(path)}</code>`)}. The policy
      judges the edited call anew; the one that was asked about will not run.
    </p>
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
