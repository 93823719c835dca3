import { AuditError } from '../../audit-error.ts'
import { openToRead } from '../home/small-file.ts'
import { isCode } from '../home/system-error.ts'

/** A line of a file. `torn`: bytes after the last line feed, as a crash leaves them; `over_long`: cut, and the last. */
export interface FileLine {
  readonly kind: 'whole' | 'torn' | 'over_long'
  readonly bytes: Uint8Array
  /** Where it begins, in bytes. */
  readonly offset: number
}

const LINE_FEED = 0x0a
const CHUNK_BYTES = 256 * 1024

export interface ReadLinesOptions {
  /** Longest line in bytes. */
  readonly bytesMax: number
  /** Where to begin; 0 unless told. */
  readonly start?: number
  /** Where to end, exclusive; the end of the file unless told. */
  readonly end?: number
}

/**
 * The lines of a file in constant memory; none when there is no such file.
 * @throws AuditError `AUDIT_UNAVAILABLE` when the file cannot be read, `AUDIT_CORRUPT` when it is no regular file
 */
export async function* readLines(
  file: string,
  { bytesMax, start = 0, end }: ReadLinesOptions,
): AsyncGenerator<FileLine> {
  if (end !== undefined && end <= start) return
  let offset = start
  let rest: Uint8Array = new Uint8Array()
  try {
    const range = end === undefined ? { start } : { start, end: end - 1 }
    const handle = await openToRead(file)
    for await (const chunk of handle.createReadStream({ ...range, highWaterMark: CHUNK_BYTES })) {
      // Without an encoding the stream gives buffers.
      const bytes: Uint8Array = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
      let from = 0
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
        if (at - from > bytesMax) {
          yield { kind: 'over_long', bytes: bytes.subarray(from, from + bytesMax), offset }
          return
        }
        yield { kind: 'whole', bytes: bytes.subarray(from, at), offset }
        offset += at + 1 - from
        from = at + 1
      }
      rest = bytes.subarray(from)
      if (rest.length > bytesMax) {
        yield { kind: 'over_long', bytes: rest.subarray(0, bytesMax), offset }
        return
      }
    }
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return
    if (cause instanceof AuditError) throw cause
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${file}\` cannot be read`, { cause })
  }
  if (rest.length > 0) yield { kind: 'torn', bytes: rest, offset }
}
