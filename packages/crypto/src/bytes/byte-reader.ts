/** A binary structure that does not have the shape its format demands. */
export class MalformedBytes extends Error {
  override readonly name = 'MalformedBytes'
}

/** Reads what `ByteWriter` wrote; anything else is `MalformedBytes`. Every read is a copy. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #offset = 0

  constructor(bytes: Uint8Array) {
    if (!(bytes instanceof Uint8Array)) throw new MalformedBytes('not bytes')
    // A `Buffer` would make `slice` a view of memory that somebody else wipes.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2))
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4))
  }

  u64(): number {
    const value = this.#view.getBigUint64(this.#take(8))
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new MalformedBytes('integer is out of range')
    return Number(value)
  }

  raw(length: number): Uint8Array {
    const start = this.#take(length)
    return this.#bytes.slice(start, start + length)
  }

  sized(lengthMax: number): Uint8Array {
    const length = this.u32()
    if (length > lengthMax) throw new MalformedBytes('field is too long')
    return this.raw(length)
  }

  text(bytesMax: number): string {
    return decodeUtf8(this.sized(bytesMax))
  }

  rest(): Uint8Array {
    return this.raw(this.remaining)
  }

  /** INVARIANT: a structure has one encoding; what follows its end is refused. */
  end(): void {
    if (this.remaining !== 0) throw new MalformedBytes('trailing bytes')
  }

  #take(length: number): number {
    if (length > this.remaining) throw new MalformedBytes('ends early')
    const start = this.#offset
    this.#offset += length
    return start
  }
}

/** Strict UTF-8: malformed sequences are refused and a leading byte order mark is kept as text. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new MalformedBytes('text is not UTF-8', { cause })
  }
}
