import { createReadStream } from 'node:fs'
import { AuditError } from '../audit-error.ts'
import { isCode } from './home.ts'

/** A line of a file; `complete` is false for bytes after the last line feed, as a crash leaves them. */
export interface FileLine {
  readonly bytes: Uint8Array
  /** Where it begins, in bytes. */
  readonly offset: number
  readonly complete: boolean
}

const LINE_FEED = 0x0a

export interface ReadLinesOptions {
  /** Longest line in bytes; a longer one is handed out cut, as incomplete, and ends the reading. */
  readonly bytesMax: number
  /** Where to begin; 0 unless told. */
  readonly start?: number
}

/**
 * The lines of a file in constant memory.
 * @throws AuditError `AUDIT_UNAVAILABLE` when the file cannot be read
 */
export async function* readLines(
  file: string,
  { bytesMax, start = 0 }: ReadLinesOptions,
): AsyncGenerator<FileLine> {
  let offset = start
  let rest: Uint8Array = new Uint8Array()
  try {
    for await (const chunk of createReadStream(file, { start, highWaterMark: 256 * 1024 })) {
      const bytes: Uint8Array = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
      let from = 0
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
        yield { bytes: bytes.subarray(from, end), offset, complete: true }
        offset += end + 1 - from
        from = end + 1
      }
      rest = bytes.subarray(from)
      if (rest.length > bytesMax) break
    }
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${file}\` cannot be read`, { cause })
  }
  if (rest.length > 0) yield { bytes: rest, offset, complete: false }
}
