import { MalformedBytes } from './byte-reader.ts'

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

/** Lower-case hexadecimal of exactly `length` bytes; anything else is refused. */
export function fromHex(text: string, length: number): Uint8Array {
  if (text.length !== 2 * length || !/^[0-9a-f]*$/.test(text))
    throw new MalformedBytes(`text is not ${length} bytes of lower-case hexadecimal`)
  return new Uint8Array(Buffer.from(text, 'hex'))
}
