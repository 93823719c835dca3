import { visibleText } from '@kvlar/core/text'
import { LIMITS } from '../limits.ts'
import type { Side } from '../wire/message.ts'
import type { Refusal } from '../wire/answers/refusal.ts'

/** Says once of each kind of message that it went no further: whoever looks for a lost one then finds why. */
export class Remarks {
  readonly #say: (text: string) => void
  readonly #said = new Set<string>()

  constructor(say: (text: string) => void) {
    this.#say = say
  }

  /** A line was turned down. */
  refused(from: Side, { code, message }: Refusal): void {
    this.#once(`${from} ${code}`, `refused a line of the ${from}: ${message} (${code})`)
  }

  /** The policy stopped what nobody else will hear of. */
  stopped(
    from: Side,
    method: string,
    { reason, ruleId }: { readonly reason: string; readonly ruleId: string },
  ): void {
    const name = `\`${visibleText(method)}\``
    this.#once(
      `${from} ${method}`,
      `stopped ${name} of the ${from}: ${visibleText(reason)} (policy rule ${ruleId})`,
    )
  }

  #once(kind: string, text: string): void {
    if (this.#said.has(kind) || this.#said.size >= LIMITS.remarksMax) return
    this.#said.add(kind)
    const isLast = this.#said.size === LIMITS.remarksMax
    this.#say(`${text}; more like it ${isLast ? 'and other kinds ' : ''}are not mentioned`)
  }
}
