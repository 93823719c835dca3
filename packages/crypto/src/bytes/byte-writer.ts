/** Builds a binary structure: big-endian integers, and byte strings behind a 32-bit length. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = []

  u8(value: number): this {
    return this.#integer(value, 1)
  }

  u16(value: number): this {
    return this.#integer(value, 2)
  }

  u32(value: number): this {
    return this.#integer(value, 4)
  }

  /** A safe integer as 64 bits. */
  u64(value: number): this {
    this.#check(value, Number.MAX_SAFE_INTEGER)
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
    this.#parts.push(bytes)
    return this
  }

  /** Bytes of a length that the format fixes. */
  raw(bytes: Uint8Array): this {
    this.#parts.push(bytes)
    return this
  }

  /** Bytes behind their 32-bit length. */
  sized(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes)
  }

  /** Text in UTF-8 behind its 32-bit length. */
  text(text: string): this {
    return this.sized(Buffer.from(text, 'utf8'))
  }

  /** All of it, in memory of its own: `Buffer.concat` would leave another copy, of seeds too, in a pool. */
  finish(): Uint8Array {
    const bytes = new Uint8Array(this.#parts.reduce((sum, { length }) => sum + length, 0))
    let offset = 0
    for (const part of this.#parts) {
      bytes.set(part, offset)
      offset += part.length
    }
    return bytes
  }

  #integer(value: number, width: 1 | 2 | 4): this {
    this.#check(value, 2 ** (8 * width) - 1)
    const bytes = Buffer.alloc(width)
    bytes.writeUIntBE(value, 0, width)
    this.#parts.push(bytes)
    return this
  }

  #check(value: number, max: number): void {
    if (!Number.isSafeInteger(value) || value < 0 || value > max)
      throw new RangeError(`\`${value}\` does not fit its field; refusing to encode it`)
  }
}
