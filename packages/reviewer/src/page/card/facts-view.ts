import type { ToolPart, WhoPart } from '../../card/card.ts'
import { html, type Html } from '../html.ts'
import { shownText } from '../shown-text.ts'

/** Who asks. */
export function whoView({ agentId, principal, sessionId }: WhoPart): Html {
  return html`<section class="facts" aria-label="Who asks">
    <dl class="pairs">
      ${pair('agent', shownText(agentId))}
      ${pair('for', html`${shownText(principal.id)} <span class="type">${principal.kind}</span>`)}
      ${pair('session', html`<code>${shownText(sessionId)}</code>`)}
    </dl>
  </section>`
}

/** Through what. */
export function toolView(part: ToolPart): Html {
  const { resource, server, target, definition, isDefinitionChanged } = part
  const changed = html`<span class="badge danger">changed since it was last approved</span>`
  return html`<section class="facts" aria-label="Tool">
    <dl class="pairs">
      ${pair('tool', html`<code>${shownText(resource)}</code>`)}
      ${server === undefined ? '' : pair('server', shownText(server))}
      ${target === undefined ? '' : pair('target', shownText(target))}
      ${pair('definition', html`${definition === undefined ? 'not seen' : html`<code>${shownText(definition)}</code>`}${isDefinitionChanged ? html` ${changed}` : ''}`)}
    </dl>
  </section>`
}

/** A fact under its name. */
export function pair(name: string, value: Html): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`
}
