import type {
  ArgumentsPart,
  CardPart,
  ChangesPart,
  ChoicesPart,
  HistoryPart,
  PeoplePart,
  RenderingsPart,
  RiskPart,
  ToolPart,
  WhoPart,
  WordsPart,
} from './card.ts'
import { stateText } from './state-text.ts'

/** One thing that a part says, for painters that say it in a line. */
export interface CardFact {
  readonly label: string
  readonly value: string
  readonly tone?: 'warn' | 'danger' | 'quiet'
  /** When it happens or happened. */
  readonly atMs?: number
  /** The request that it is about, where it is another one. */
  readonly requestId?: string
  /** What somebody wrote: shown apart, as theirs. */
  readonly quote?: string
}

/** Parts that are more than labels and values are painted each in its own way. */
export type FactPart = Exclude<CardPart, ArgumentsPart | WordsPart | RenderingsPart | ChangesPart>

/** What a part says, in order. */
export function factsOf(part: FactPart): readonly CardFact[] {
  switch (part.kind) {
    case 'headline':
      return [fact('call', part.verb), ...(part.subject === undefined ? [] : [fact('on', part.subject)])]
    case 'risk':
      return riskFacts(part)
    case 'who':
      return whoFacts(part)
    case 'tool':
      return toolFacts(part)
    case 'warnings':
      return part.warnings.map(({ about, label, value }) => ({
        ...fact(about, `${label} ${value}`),
        tone: 'danger',
      }))
    case 'history':
      return historyFacts(part)
    case 'people':
      return peopleFacts(part)
    case 'choices':
      return choiceFacts(part)
  }
}

function fact(label: string, value: string): CardFact {
  return { label, value }
}

function riskFacts(part: RiskPart): readonly CardFact[] {
  const { risk, state, endReason, clock, endedAtMs, reason, matched, ruleId, place, policy } = part
  const tone = risk === 'low' ? {} : ({ tone: risk === 'medium' ? 'warn' : 'danger' } as const)
  const stood = state === 'pending' ? `${stateText(state)} for people` : state
  return [
    { ...fact('risk', risk), ...tone },
    fact('state', endReason === undefined ? stood : `${stood}: ${endReason}`),
    ...(clock === undefined
      ? []
      : [{ ...fact(clock.kind === 'expires' ? 'expires' : 'must run by', ''), atMs: clock.untilMs }]),
    ...(endedAtMs === undefined ? [] : [{ ...fact('ended', ''), atMs: endedAtMs }]),
    fact('why', reason),
    ...(matched === undefined ? [] : [fact('matched', matched)]),
    fact('rule', place === undefined ? ruleId : `${ruleId}  ${place}`),
    { ...fact('policy', policy), tone: 'quiet' },
  ]
}

function whoFacts({ agentId, principal, sessionId }: WhoPart): readonly CardFact[] {
  return [
    fact('agent', agentId),
    fact('for', `${principal.id} (${principal.kind})`),
    fact('session', sessionId),
  ]
}

function toolFacts(part: ToolPart): readonly CardFact[] {
  const { resource, server, target, definition, isDefinitionChanged } = part
  const seen = definition ?? 'not seen'
  return [
    fact('tool', resource),
    ...(server === undefined ? [] : [fact('server', server)]),
    ...(target === undefined ? [] : [fact('target', target)]),
    isDefinitionChanged
      ? { ...fact('definition', `${seen}, changed since it was last approved`), tone: 'danger' }
      : fact('definition', seen),
  ]
}

function historyFacts({ approved, denied, last, calls }: HistoryPart): readonly CardFact[] {
  return [
    last === undefined
      ? fact('this rule', 'has not asked about this tool before')
      : {
          ...fact(
            'this rule',
            `approved ${approved}\u00d7, denied ${denied}\u00d7, last ${last.verdict} by ${last.by}`,
          ),
          atMs: last.atMs,
        },
    ...calls.map(({ id, verb, subject, state, atMs }) => ({
      ...fact('earlier', `${stateText(state)}: ${subject === undefined ? verb : `${verb}  ${subject}`}`),
      atMs,
      requestId: id,
    })),
  ]
}

function peopleFacts(part: PeoplePart): readonly CardFact[] {
  return [
    fact('approvals', `${part.approvals} of ${part.quorum}`),
    fact('who may', whoMay(part)),
    ...part.later.map(({ to, when }) => {
      const whom = to.join(', ')
      if (when === 'asked') return fact('asked too', whom)
      return when === 'never' ? fact('not asked', whom) : { ...fact('asked later', whom), atMs: when.atMs }
    }),
    ...part.decisions.map(({ approver, verdict, through, grant, isBreakGlass, note }) => ({
      ...fact(
        verdict,
        `by ${approver} (${through})${grant === undefined ? '' : `, granted ${grant}`}${isBreakGlass ? ', broke the glass' : ''}`,
      ),
      ...(isBreakGlass && { tone: 'danger' as const }),
      ...(note !== undefined && { quote: note }),
    })),
  ]
}

/** Who may answer by what the rule says. */
export function whoMay({ approvers, allowSelf }: PeoplePart): string {
  const who = approvers.length === 0 ? 'any reviewer' : approvers.join(', ')
  return `${who}${allowSelf ? ', the requester too' : ', never the requester'}`
}

function choiceFacts(part: ChoicesPart): readonly CardFact[] {
  const { needsNote, confirmWord, grants, open, editable, reviewer } = part
  return [
    ...(reviewer?.mayApprove === false
      ? [{ ...fact('you', 'are not among the approvers of this request'), tone: 'warn' as const }]
      : []),
    ...(reviewer?.hasDecided === true ? [fact('you', 'have decided; others must decide too')] : []),
    ...(confirmWord === undefined
      ? []
      : [{ ...fact('to approve', `type ${confirmWord}`), tone: 'danger' as const }]),
    ...(grants.length === 0 ? [] : [fact('may grant', grants.join(', '))]),
    ...open.map((text) => fact('may differ', text)),
    ...(editable.length === 0 ? [] : [fact('may edit', editable.join(', '))]),
    ...(needsNote ? [fact('to deny', 'say why')] : []),
  ]
}
