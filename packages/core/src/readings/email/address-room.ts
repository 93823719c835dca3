import { LIMITS } from '../../limits.ts'

/** What reading a text costs beside its characters. */
const TEXT_CHARS = 16

/** How much is read of all recipients of one call together, so that very many of them hold nobody up. */
export class AddressRoom {
  #chars = LIMITS.addressTextCharsMax
  #addresses = LIMITS.addressesMax

  /** Whether there is room for a text; each costs something, however short it is. */
  takeText(text: string): boolean {
    this.#chars -= text.length + TEXT_CHARS
    return this.#chars >= 0
  }

  takeAddress(): boolean {
    this.#addresses -= 1
    return !this.isFull
  }

  /** Once more was asked for than there is: what follows is not read. */
  get isFull(): boolean {
    return this.#addresses < 0 || this.#chars < 0
  }
}
