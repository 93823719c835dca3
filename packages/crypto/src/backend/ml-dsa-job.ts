/** One piece of ML-DSA-65 arithmetic for a worker thread. */
export type MlDsaJob =
  | {
      readonly kind: 'sign'
      readonly secretKey: Uint8Array
      readonly message: Uint8Array
      readonly context: Uint8Array
    }
  | {
      readonly kind: 'verify'
      readonly publicKey: Uint8Array
      readonly message: Uint8Array
      readonly context: Uint8Array
      readonly signature: Uint8Array
    }

export type MlDsaResult =
  | { readonly kind: 'signature'; readonly signature: Uint8Array }
  | { readonly kind: 'verdict'; readonly valid: boolean }
  | { readonly kind: 'failed'; readonly message: string }
