import { foldKey } from '../json/fold-key.ts'
import type { Token } from './glob-tokens.ts'

/**
 * The tokens of a pattern that is compared with folded names: literal text is folded as a whole, as a name is, and a
 * class takes a character if it has it in either case.
 */
export function foldTokens(tokens: readonly Token[]): readonly Token[] {
  const folded: Token[] = []
  let literal = ''
  const flush = () => {
    for (const character of foldKey(literal))
      folded.push({ kind: 'point', point: character.codePointAt(0) ?? 0 })
    literal = ''
  }
  for (const token of tokens) {
    if (token.kind === 'point') {
      literal += String.fromCodePoint(token.point)
      continue
    }
    flush()
    folded.push(token.kind === 'class' ? { ...token, isFolded: true } : token)
  }
  flush()
  return folded
}
