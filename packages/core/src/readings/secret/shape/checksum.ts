const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0xedb88320
  return rest
})

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const DIGITS = 6

/** Whether the last six characters are the CRC-32 of those before them in base 62, as in tokens of GitHub and npm. */
export function endsInChecksum(body: string): boolean {
  const split = body.length - DIGITS
  let crc = 0xffffffff
  for (let at = 0; at < split; at++) crc = (crc >>> 8) ^ (TABLE[(crc ^ body.charCodeAt(at)) & 0xff] ?? 0)
  let rest = (crc ^ 0xffffffff) >>> 0
  for (let at = body.length - 1; at >= split; at--) {
    if (body[at] !== BASE62[rest % BASE62.length]) return false
    rest = Math.floor(rest / BASE62.length)
  }
  return rest === 0
}
