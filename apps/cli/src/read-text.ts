import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { decodeUtf8, LIMITS } from '@kvlar/core'

/** The text of a file, or in a few words why it cannot be read. */
export type ReadText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly isMissing: boolean; readonly why: string }

/** Reads a file of UTF-8 text that is not larger than a policy may be. */
export function readText(path: string): ReadText {
  try {
    const file = openSync(path, 'r')
    try {
      return fstatSync(file).size > LIMITS.policyBytesMax ? TOO_LARGE : decode(readFileSync(file))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    return failed(error)
  }
}

/** Reads standard input to its end. */
export async function readStandardInput(): Promise<ReadText> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of process.stdin) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > LIMITS.policyBytesMax) return TOO_LARGE
    }
  } catch (error) {
    return failed(error)
  }
  return decode(Buffer.concat(chunks))
}

const TOO_LARGE = unreadable(`it is larger than ${LIMITS.policyBytesMax} bytes`)

function decode(bytes: Uint8Array): ReadText {
  const text = decodeUtf8(bytes)
  return text === undefined ? unreadable('it is not UTF-8') : { ok: true, text }
}

function failed(error: unknown): ReadText {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOENT':
      return { ok: false, isMissing: true, why: 'there is no such file' }
    case 'EISDIR':
      return unreadable('it is a folder')
    case 'EACCES':
      return unreadable('permission is denied')
    default:
      return unreadable(error instanceof Error ? error.message : String(error))
  }
}

function unreadable(why: string): ReadText {
  return { ok: false, isMissing: false, why }
}
