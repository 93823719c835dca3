/** Every text form a secret could show up in. */
export function formsOf(secret: Uint8Array): string[] {
  const buffer = Buffer.from(secret)
  return [
    buffer.toString('hex'),
    buffer.toString('base64'),
    buffer.toString('base64url'),
    buffer.join(','),
    buffer.join(', '),
  ]
}
