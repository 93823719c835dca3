/** Values of both alphabets of RFC 4648 by character code; 64 for every other character. */
export const BASE64_VALUES: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  const value = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(
    char === '-' ? '+' : char === '_' ? '/' : char,
  )
  return value < 0 ? 64 : value
})

/** The bytes of a short text in base64, one character each; what is left over at its end is dropped. */
export function decodeBase64(text: string): string {
  let bytes = ''
  let bits = 0
  let count = 0
  for (let at = 0; at < text.length; at++) {
    bits = ((bits << 6) | ((BASE64_VALUES[text.charCodeAt(at)] ?? 0) & 63)) & 0xfff
    count += 6
    if (count < 8) continue
    count -= 8
    bytes += String.fromCharCode((bits >> count) & 0xff)
  }
  return bytes
}
