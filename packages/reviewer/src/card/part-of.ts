import type { Card, CardPart } from './card.ts'

/** The part of a kind, when the card has one. */
export function partOf<Kind extends CardPart['kind']>(
  { parts }: Pick<Card, 'parts'>,
  kind: Kind,
): Extract<CardPart, { readonly kind: Kind }> | undefined {
  return parts.find((part): part is Extract<CardPart, { readonly kind: Kind }> => part.kind === kind)
}
