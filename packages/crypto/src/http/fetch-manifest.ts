import { decodeUtf8 } from '../bytes/byte-reader.ts'
import { VerificationError } from '../errors/verification-error.ts'
import { LIMITS } from '../limits.ts'

/** What the server said of the manifest. */
export type ManifestAnswer =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'changed'; readonly text: string; readonly etag: string | undefined }

/**
 * One conditional GET, bounded in time and size, following no redirect.
 * @throws VerificationError `BackendUnavailable`
 */
export async function fetchManifest(
  url: URL,
  { etag, timeoutMs }: { readonly etag: string | undefined; readonly timeoutMs: number },
): Promise<ManifestAnswer> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json', ...(etag !== undefined && { 'if-none-match': etag }) },
    })
    if (response.status === 304 && etag !== undefined) return { kind: 'unchanged' }
    if (response.status !== 200) throw new Error(`status ${response.status}`)
    const text = decodeUtf8(await readBounded(response))
    return { kind: 'changed', text, etag: response.headers.get('etag') ?? undefined }
  } catch (cause) {
    throw new VerificationError(
      'BackendUnavailable',
      `the key directory at \`${url.host}\` does not answer`,
      { cause },
    )
  }
}

async function readBounded(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > LIMITS.manifestBytesMax) throw new RangeError('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
