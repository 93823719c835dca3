/**
 * The form under which two keys count as the same to some reader: equal folds mean that a decoder which ignores
 * case, compatibility forms or invisible characters may take one for the other.
 *
 * It is Unicode's NFKC_Casefold made wider: compatibility normalisation (NFKC), full case folding by upper and lower
 * case until nothing changes, removal of default-ignorable code points, and in addition the dotless `ı` and the
 * dotted `İ` fold to `i` and the final sigma to the common one. So `ſ`, the Kelvin sign, fullwidth letters, `ẞ`
 * and a soft hyphen hide nothing. Look-alikes of other scripts (Cyrillic `а`) stay apart.
 */
export function foldKey(key: string): string {
  if (isAscii(key)) return key.toLowerCase()
  let folded = key
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const next = foldOnce(folded)
    if (next === folded) return folded
    folded = next
  }
  return folded
}

/** Every code point is stable after three; the bound is there so that the loop has one. */
const ROUNDS_MAX = 8

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu

function foldOnce(key: string): string {
  return key
    .normalize('NFKC')
    .replace(IGNORABLE, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .normalize('NFKC')
}

function isAscii(key: string): boolean {
  for (let at = 0; at < key.length; at++) if (key.charCodeAt(at) > 0x7f) return false
  return true
}
