import { MalformedBytes } from './byte-reader.ts'

/** RFC 4648 section 5 without padding. */
export function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

/** INVARIANT: one text per byte string; padding, white space, other alphabets and loose final bits are refused. */
export function fromBase64url(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw new MalformedBytes('text is not canonical base64url')
  return new Uint8Array(bytes)
}
