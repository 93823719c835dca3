import { AppendFile, type Durability } from './append-file.ts'
import { segmentFile } from '../home/segment-files.ts'

/** When a segment is full, and how its successor is written. */
export interface SegmentLimits {
  readonly durability: Durability
  /** A segment that reaches this size or age is followed by the next. */
  readonly segmentBytesMax: number
  readonly segmentAgeMsMax: number
}

/** Where the next entry of a chain will stand, and where the last one begins. */
export interface SegmentPlace {
  /** First entry of the segment. */
  readonly segment: number
  readonly offset: number
  readonly lastOffset: number
}

/** The newest segment of a chain, and the next when it is full. */
export class SegmentWriter {
  readonly #dir: string
  readonly #limits: SegmentLimits
  #file: AppendFile
  #first: number
  #sinceMs: number
  /** Where the last entry begins. */
  #lastOffset = 0

  /** @param sinceMs time of the first entry */
  constructor(
    dir: string,
    limits: SegmentLimits,
    { file, first, sinceMs }: { readonly file: AppendFile; readonly first: number; readonly sinceMs: number },
  ) {
    this.#dir = dir
    this.#limits = limits
    this.#file = file
    this.#first = first
    this.#sinceMs = sinceMs
  }

  get file(): AppendFile {
    return this.#file
  }

  get place(): SegmentPlace {
    return { segment: this.#first, offset: this.#file.bytes, lastOffset: this.#lastOffset }
  }

  /** Writes lines in one go. @throws as `AppendFile.append` */
  async append(lines: readonly string[]): Promise<void> {
    const last = lines.at(-1)
    if (last === undefined) return
    await this.#file.append(Buffer.from(`${lines.join('\n')}\n`))
    this.#lastOffset = this.#file.bytes - Buffer.byteLength(last) - 1
  }

  /** Whether the segment is full or old. */
  isFull(timeMs: number): boolean {
    const { segmentAgeMsMax, segmentBytesMax } = this.#limits
    const { bytes } = this.#file
    return bytes > 0 && (bytes >= segmentBytesMax || timeMs - this.#sinceMs >= segmentAgeMsMax)
  }

  /** Begins the next segment; the one before it is synchronised. @param first its first entry */
  async next(first: number, timeMs: number): Promise<void> {
    await this.#file.seal()
    const next = await AppendFile.open(segmentFile(this.#dir, first), this.#limits.durability)
    const last = this.#file
    this.#file = next
    this.#first = first
    this.#sinceMs = timeMs
    await last.close()
  }
}
