import { lookAlikes, type LookAlike } from '@kvlar/core/readings'
import { fact, type Fact } from './facts.ts'

/** Look-alikes of one rendering that are shown. */
const SHOWN = 5

/** Names, paths, hosts and words of commands in which something looks like something else. */
export function lookAlikeFacts(texts: readonly string[]): readonly Fact[] {
  const found = new Map<string, LookAlike>()
  for (const text of texts) {
    // Between blanks it is prose, in which a short word of another language is no disguise.
    const isProse = /\s/.test(text)
    for (const one of lookAlikes(text)) if (!isProse || one.kind === 'mixed') found.set(one.text, one)
    if (found.size >= SHOWN) break
  }
  return Array.from(found.values(), ({ text, reads, kind }) =>
    fact('look-alike', `${text} reads as ${reads}${kind === 'mixed' ? ', of two alphabets' : ''}`, 'danger'),
  ).slice(0, SHOWN)
}
