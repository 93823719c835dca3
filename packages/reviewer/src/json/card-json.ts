import type { JsonObject } from '@kvlar/core/json'
import type { Card, CardPart } from '../card/card.ts'
import { factsOf, type CardFact } from '../card/facts-of.ts'
import { hiddenText } from '../card/hidden-text.ts'
import type { Shown, ShownValue } from '../card/shown-value.ts'
import type { Rendering } from '../renderings/facts.ts'
import { time } from './request-json.ts'

/** The card as JSON: what other programs paint, in the order in which it is to be read. */
export function cardJson({ id, state, risk, digest, shownDigest, parts }: Card): JsonObject {
  return { id, state, risk, digest, rendered_digest: shownDigest, parts: parts.map(partJson) }
}

function partJson(part: CardPart): JsonObject {
  const { kind } = part
  switch (kind) {
    case 'arguments':
    case 'words':
      return { kind, too_long: part.isTooLong, values: part.values.map(valueJson) }
    case 'renderings':
      return { kind, renderings: part.renderings.map(renderingJson) }
    case 'changes':
      return {
        kind,
        edit_of: part.editOf ?? null,
        replaced_by: part.replacedBy ?? null,
        changes: part.changes.map(({ path, before, after }) => ({ path, was: before, will_be: after })),
      }
    case 'headline':
    case 'risk':
    case 'who':
    case 'tool':
    case 'warnings':
    case 'history':
    case 'people':
    case 'choices':
      return { kind, facts: factsOf(part).map(factJson) }
  }
}

function factJson({ label, value, tone, atMs, requestId, quote }: CardFact): JsonObject {
  return {
    label,
    value,
    ...(tone !== undefined && { tone }),
    ...(atMs !== undefined && { at: time(atMs) }),
    ...(requestId !== undefined && { request_id: requestId }),
    ...(quote !== undefined && { written: quote }),
  }
}

function renderingJson({ kind, facts, lines = [] }: Rendering): JsonObject {
  return {
    about: kind,
    facts: facts.map(({ label, value, tone }) => ({ label, value, tone })),
    lines: lines.map((line) => ({ kind: line.kind, text: line.text })),
  }
}

function valueJson({ name, type, shown, edit }: ShownValue): JsonObject {
  return { name, type, ...shownJson(shown), ...(edit !== undefined && { editable: edit.path }) }
}

function shownJson(shown: Shown): JsonObject {
  switch (shown.kind) {
    case 'text':
      return {
        value: shown.text,
        ...(shown.hidden !== undefined && { value_hidden: hiddenText(shown.hidden) }),
        ...(shown.warnings.length > 0 && { warnings: shown.warnings }),
      }
    case 'literal':
      return { value: shown.text }
    case 'hidden':
      return { value_hidden: hiddenText(shown.hidden) }
    case 'items':
      return { values: shown.items.map(valueJson) }
  }
}
