/**
 * The way from a node to the root of a tree, level by level, in numbers alone: on which side the hashes of a proof
 * stand (RFC 9162 sections 2.1.3.2 and 2.1.4.2).
 */
export class Climb {
  #node: number
  #last: number

  /** @param node place of the node in its level @param last place of the last node of that level */
  constructor(node: number, last: number) {
    this.#node = node
    this.#last = last
  }

  get isAtRoot(): boolean {
    return this.#last === 0
  }

  /** Goes up while the node ends a complete subtree: so far the older of two trees has nothing beside it. */
  leaveComplete(): void {
    while (this.#node % 2 === 1) this.#rise()
  }

  /** Goes up to the next node that has a sibling, and says where that stands; undefined at the root. */
  step(): 'left' | 'right' | undefined {
    if (this.isAtRoot) return undefined
    const side = this.#node % 2 === 1 || this.#node === this.#last ? 'left' : 'right'
    // A right edge without a left sibling climbs until it has one.
    if (side === 'left') while (this.#node % 2 === 0 && this.#node !== 0) this.#rise()
    this.#rise()
    return side
  }

  #rise(): void {
    this.#node = Math.floor(this.#node / 2)
    this.#last = Math.floor(this.#last / 2)
  }
}
