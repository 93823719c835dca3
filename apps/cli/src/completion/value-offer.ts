import type { Completes, Flag } from '../command-line/command-spec.ts'

/** What a shell offers for the value of a flag: words, or something it knows itself. */
export type ValueOffer =
  { readonly kind: 'words'; readonly words: readonly string[] } | { readonly kind: Completes }

/** Undefined for a flag without a value. */
export function valueOffer(flag: Flag): ValueOffer | undefined {
  switch (flag.kind) {
    case 'switch':
      return undefined
    case 'choice':
      return { kind: 'words', words: flag.choices }
    case 'integer':
      return { kind: 'nothing' }
    case 'value':
      return { kind: flag.completes }
    case 'list':
      return flag.choices === undefined ? { kind: flag.completes } : { kind: 'words', words: flag.choices }
  }
}
