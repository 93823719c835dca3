import type { RecordedEvent } from '@kvlar/audit'
import type { ObserveOnly } from '@kvlar/gate'
import { redactSecrets } from '@kvlar/core/readings'
import { visibleText } from '@kvlar/core/text'
import type { Tell } from '../notice.ts'

/** Different calls that are told of; the record has all. */
const TOLD_MAX = 1000

/** What whoever runs Kvlar is told of shadow mode when it is opened. */
export function shadowNotice({ untilMs, liftsInvariants }: ObserveOnly): string {
  const until = untilMs === undefined ? 'until it is closed' : `until ${new Date(untilMs).toISOString()}`
  const but = liftsInvariants === true ? '' : ', but for invariants'
  return `SHADOW MODE: nothing that the policy says is enforced ${until}${but}; the record says what would have been`
}

type Decided = Extract<RecordedEvent, { readonly kind: 'decided' }>

/** Tells of each kind of call that is let go although enforcement would have stopped it, once. */
export function createShadowTeller(tell: Tell): (event: Decided) => void {
  const told = new Set<string>()
  return ({ action, wouldBe }) => {
    if (wouldBe === undefined || told.size >= TOLD_MAX) return
    const { code, evaluator = 'policy', reason } = wouldBe
    const text = visibleText(
      `shadow mode let \`${redactSecrets(action.resource).slice(0, 200)}\` go, which ${evaluator} would have stopped (${code}): ${reason}`,
    )
    if (told.has(text)) return
    told.add(text)
    tell({ severity: 'warning', text })
  }
}
