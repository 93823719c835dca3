import type { CardPart } from '../../card/card.ts'
import type { Html } from '../html.ts'
import { changesView } from './changes-view.ts'
import { choicesView } from './choices-view.ts'
import { toolView, whoView } from './facts-view.ts'
import { headlineView, riskView } from './head-view.ts'
import { historyView } from './history-view.ts'
import { peopleView } from './people-view.ts'
import { renderingsView, warningsView } from './renderings-view.ts'
import { argumentsView, wordsView } from './values-view.ts'

/** One part of a card as markup. */
export function partView(part: CardPart, nowMs: number): Html {
  switch (part.kind) {
    case 'headline':
      return headlineView(part)
    case 'risk':
      return riskView(part)
    case 'who':
      return whoView(part)
    case 'tool':
      return toolView(part)
    case 'warnings':
      return warningsView(part)
    case 'arguments':
      return argumentsView(part)
    case 'renderings':
      return renderingsView(part)
    case 'changes':
      return changesView(part)
    case 'history':
      return historyView(part, nowMs)
    case 'people':
      return peopleView(part, nowMs)
    case 'words':
      return wordsView(part)
    case 'choices':
      return choicesView(part)
  }
}
