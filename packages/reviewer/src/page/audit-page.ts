import { REVIEW_LIMITS } from '../review-limits.ts'
import type { AuditEntryView, AuditView } from './audit-view.ts'
import { filterChoice } from './filter-form.ts'
import { html, type Html } from './html.ts'
import type { RecordFilter } from './request-filter.ts'
import { searchField } from './search-field.ts'
import { shownText } from './shown-text.ts'
import { tableView } from './table-view.ts'
import { timeView } from './time-view.ts'

/** What each state of the record means, and what to do about it. */
const STATES: Readonly<Record<AuditView['status'], readonly [label: string, meaning: string]>> = {
  intact: ['Intact', 'Every entry that was looked at is in its place, and a key that you trust signed it.'],
  'not-pinned': [
    'Intact, key not pinned',
    'Every entry is in its place, but only the record itself names the key: whoever rewrote all of it could have named another.',
  ],
  broken: [
    'Broken',
    'Entries were changed, dropped, moved or cut off. Do not rely on this record; find out who could write to it.',
  ],
  unknown: ['Not known', 'The record was not verified, or could not be read to its end.'],
  absent: ['No record', 'No audit record is connected to this server.'],
}

/** The last entries of the audit record, and whether it verifies. */
export function auditPage(audit: AuditView | undefined, { q, kind }: RecordFilter): Html {
  const status = audit?.status ?? 'absent'
  const [label, meaning] = STATES[status]
  const words = q.toLowerCase().split(/\s+/)
  const entries = (audit?.entries ?? [])
    .filter((entry) => {
      const line = `${entry.at} ${entry.kind} ${entry.text}`.toLowerCase()
      return (kind === '' || entry.kind === kind) && words.every((word) => line.includes(word))
    })
    .slice(0, REVIEW_LIMITS.pageRowsMax)
  return html`<main id="main" class="page">
    <h1>Record</h1>
    <section class="audit ${status}" data-part="audit" aria-label="Verification">
      <p class="verdict"><span class="state ${status}">${label}</span></p>
      <p>${meaning}</p>
      ${audit === undefined || audit.text === '' ? '' : html`<p class="quiet">${shownText(audit.text)}</p>`}
      <p class="quiet">
        A server cannot vouch for its own record. Verify it yourself, best on another machine:
        <code>${shownText(audit?.verifyCommand ?? 'kvlar audit verify')}</code>
      </p>
    </section>
    <form class="filter" method="get" action="/audit" role="search" data-filter>
      ${searchField(q, 'Filter the last entries…')} ${filterChoice('kind', 'Any kind', kind, kindsOf(audit))}
      <button class="ghost">Filter</button>
    </form>
    <div data-part="entries">
      ${
        entries.length === 0
          ? html`<p class="none">
              ${(audit?.entries.length ?? 0) === 0 ? 'There are no entries to show.' : 'Nothing fits the filter.'}
            </p>`
          : tableView(['What happened', 'When', 'Kind'], entries.map(entryRow))
      }
    </div>
  </main>`
}

function kindsOf(audit: AuditView | undefined): readonly string[] {
  return (audit?.entries ?? []).map((entry) => entry.kind).toSorted((a, b) => (a < b ? -1 : 1))
}

/** What was done, in a sentence; it leads to the request that it is about. */
function entryRow({ at, kind, text, requestId }: AuditEntryView): Html {
  return html`<tr>
    <td class="sentence">
      ${requestId === undefined ? shownText(text) : html`<a href="/?id=${requestId}">${shownText(text)}</a>`}
    </td>
    <td>${momentView(at)}</td>
    <td><span class="type">${shownText(kind)}</span></td>
  </tr>`
}

function momentView(at: string): Html {
  const ms = Date.parse(at)
  return Number.isNaN(ms) ? html`<time>${shownText(at)}</time>` : timeView(ms)
}
