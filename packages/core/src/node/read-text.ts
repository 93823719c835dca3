import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { decodeUtf8 } from '../json/decode-utf8.ts'
import { LIMITS } from '../limits.ts'

/** The text of a file, or in a few words why it cannot be read. */
export type ReadText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly isMissing: boolean; readonly why: string }

/** Reads a regular file of UTF-8 text that is not larger than a policy may be; waits for no pipe and no device. */
export function readText(path: string): ReadText {
  try {
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = fstatSync(file)
      if (stats.isDirectory()) return FOLDER
      if (!stats.isFile()) return NOT_REGULAR
      return stats.size > LIMITS.policyBytesMax ? TOO_LARGE : readBounded(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    return failed(error)
  }
}

/** Reads standard input to its end; refused where it is larger than a policy may be, unless told otherwise. */
export async function readStandardInput(bytesMax: number = LIMITS.policyBytesMax): Promise<ReadText> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of process.stdin) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > bytesMax) return tooLarge(bytesMax)
    }
  } catch (error) {
    return failed(error)
  }
  return decode(Buffer.concat(chunks))
}

const TOO_LARGE = tooLarge(LIMITS.policyBytesMax)
const FOLDER = unreadable('it is a folder')
const NOT_REGULAR = unreadable('it is a pipe, a socket or a device, not a file')

/** Some files do not say how large they are (`/proc`), and others grow while they are read. */
function readBounded(file: number): ReadText {
  const bytes = Buffer.alloc(LIMITS.policyBytesMax + 1)
  let length = 0
  for (let read = -1; read !== 0 && length < bytes.length; length += read) {
    read = readSync(file, bytes, length, bytes.length - length, null)
  }
  return length === bytes.length ? TOO_LARGE : decode(bytes.subarray(0, length))
}

function decode(bytes: Uint8Array): ReadText {
  const text = decodeUtf8(bytes)
  return text === undefined ? unreadable('it is not UTF-8') : { ok: true, text }
}

function failed(error: unknown): ReadText {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { ok: false, isMissing: true, why: 'there is no such file' }
    case 'EISDIR':
      return FOLDER
    case 'ENXIO':
      return NOT_REGULAR
    case 'EACCES':
      return unreadable('permission is denied')
    default:
      return unreadable(error instanceof Error ? error.message : String(error))
  }
}

function tooLarge(bytesMax: number): ReadText {
  return unreadable(`it is larger than ${bytesMax} bytes`)
}

function unreadable(why: string): ReadText {
  return { ok: false, isMissing: false, why }
}
