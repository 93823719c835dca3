import type { PublicKeyBundle, PublicKeyParts } from '@kvlar/crypto'

/** What a bundle is made of, to make another one that differs in a part. */
export function partsOf(bundle: PublicKeyBundle): PublicKeyParts {
  const { id: _, ...parts } = bundle
  return parts
}
