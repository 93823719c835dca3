import type { Action } from '../../action.ts'
import type { Known, Mark } from '../../facts.ts'
import type { HistoryCondition, Rule } from '../../rule.ts'
import { ERROR, TRUE, type TruthMask } from '../truth-mask.ts'
import { contributionReader, type Contribution, type ReadContribution } from './contribution.ts'
import { ownerOf, type Owner, type ReadSeries, seriesReader } from './series.ts'

/** Whose calls stand in the windows of an account: those that a rule, or the `match` of a condition, covers. */
export interface Member {
  readonly account: Account
  readonly condition: HistoryCondition
  readonly rule: Rule
  /** The same for members that add the same argument, which is then added once. */
  readonly adds: string
  readonly read: ReadContribution
}

/** Series that one account has: by whom, and how far back. */
interface View {
  readonly readSeries: ReadSeries
  keepMs: number
  /** The highest bound from above by window; undefined once some condition counts from below. */
  cap: Mark['cap']
  isCapped: boolean
}

/** What a pot, or one condition, counts or adds up. */
export interface Account {
  readonly owner: Owner
  readonly members: Member[]
  readonly views: Map<string, View>
}

/** Whether a member covers a call, its time and state unknown. */
export type Covers = (member: Member, action: Action) => TruthMask

/** What the conditions of an engine on earlier calls keep account of. */
export class History {
  readonly #accounts = new Map<string, Account>()
  #covers: Covers | undefined
  #find: (action: Action) => Iterable<Member> = () => []

  /** Every member, once the rules are compiled. */
  get members(): readonly Member[] {
    return [...this.#accounts.values()].flatMap(({ members }) => members)
  }

  /** Enters a condition of a rule. */
  enter(condition: HistoryCondition, rule: Rule): Member {
    const owner = ownerOf(condition, rule)
    const key = JSON.stringify([owner, condition.measure])
    const account: Account = this.#accounts.get(key) ?? { owner, members: [], views: new Map() }
    this.#accounts.set(key, account)
    const own: Member = {
      account,
      condition,
      rule,
      adds: JSON.stringify(condition.sum ?? null),
      read: contributionReader(condition),
    }
    account.members.push(own)
    enterView(account, condition)
    return own
  }

  /** Says how members are found and asked; before that, each condition is taken to stand alone. */
  seal(find: (action: Action) => Iterable<Member>, covers: Covers): void {
    this.#find = find
    this.#covers = covers
  }

  /** What a call adds to an account, by currency; a problem where some amount cannot be read. */
  contributions(account: Account, action: Action): readonly Contribution[] | { readonly problem: string } {
    const added = new Set<string>()
    const totals = new Map<string | undefined, number>()
    for (const member of account.members) {
      if (added.has(member.adds) || !this.#isCovered(member, action)) continue
      added.add(member.adds)
      const read = member.read(action.parameters)
      if ('problem' in read) return read
      totals.set(read.currency, (totals.get(read.currency) ?? 0) + read.amount)
    }
    return [...totals].map(([currency, amount]) =>
      currency === undefined ? { amount } : { amount, currency },
    )
  }

  /** What a call leaves behind; nothing where an amount or what tells series apart cannot be read. */
  marks(action: Action, known: Known): readonly Mark[] {
    const marks: Mark[] = []
    const done = new Set<Account>()
    for (const member of this.#find(action)) {
      const { account } = member
      if (done.has(account) || !this.#isCovered(member, action)) continue
      done.add(account)
      const added = this.contributions(account, action)
      if ('problem' in added) continue
      const counts = member.condition.measure === 'seen' ? 'ok' : 'let_go'
      for (const { amount, currency } of added)
        for (const { readSeries, keepMs, cap } of account.views.values()) {
          const series = readSeries(action, known, currency)
          if (series === undefined) continue
          marks.push({ series, keepMs, amount, counts, ...(cap !== undefined && { cap }) })
        }
    }
    return marks
  }

  /** In doubt a call counts towards a limit, and is none that has been seen. */
  #isCovered(member: Member, action: Action): boolean {
    if (this.#covers === undefined) return member.condition.match === undefined
    const mask = this.#covers(member, action)
    return member.condition.measure === 'seen' ? mask === TRUE : (mask & (TRUE | ERROR)) !== 0
  }
}

function enterView({ owner, views }: Account, condition: HistoryCondition): void {
  const { by, same, withinMs, bound, limit, measure } = condition
  const key = JSON.stringify([by, same.map(({ there }) => there.text)])
  let view = views.get(key)
  if (view === undefined) {
    const readSeries = seriesReader(owner, condition, 'there')
    views.set(key, (view = { readSeries, keepMs: 0, cap: undefined, isCapped: true }))
  }
  view.keepMs = Math.max(view.keepMs, withinMs)
  view.isCapped &&= bound === 'at_most' && measure !== 'seen'
  const cap = { windowMs: withinMs, atMost: limit }
  // With several windows none is named: whichever is full, another rule may still go by the other.
  const isFirst = view.cap === undefined
  const isSame = view.cap?.windowMs === withinMs
  if (!isFirst && !isSame) view.isCapped = false
  if (isFirst || (isSame && limit > (view.cap?.atMost ?? 0))) view.cap = cap
  if (!view.isCapped) view.cap = undefined
}
