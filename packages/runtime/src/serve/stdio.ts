import type { Readable, Writable } from 'node:stream'
import { decodeUtf8 } from '@kvlar/core/json'
import { LineSplitter, LineWriter } from '@kvlar/proxy/stdio'
import { createConnection } from './connection.ts'
import { SERVE_LIMITS } from './protocol.ts'
import { ServeError } from './serve-error.ts'
import type { Serving } from './serving.ts'

export interface StdioOptions {
  readonly input: Readable
  readonly output: Writable
  readonly serving: Serving
  readonly version: string
  /** Told of faults of Kvlar. */
  readonly onFailure: (error: unknown) => void
  /** Ends it before its input does. */
  readonly signal: AbortSignal
}

/**
 * Serves one caller on two streams, a message a line. Resolves when the input has ended, or the signal says so, and every
 * request is answered.
 */
export async function serveStdio({ input, output, signal, ...options }: StdioOptions): Promise<void> {
  const writer = new LineWriter(output, () => void input.resume())
  const connection = createConnection({ ...options, write: (line) => writer.push(Buffer.from(line)) })
  const splitter = new LineSplitter(SERVE_LIMITS.frameBytesMax)
  const hear = (chunk: Uint8Array): void => {
    for (const split of splitter.push(chunk)) {
      const text = split.kind === 'line' ? decodeUtf8(split.bytes) : undefined
      if (text !== undefined) connection.hear(text)
      else
        connection.refuse(
          new ServeError('SERVE_BAD_FRAME', split.kind === 'line' ? 'a line is not UTF-8' : TOO_LONG),
        )
    }
    // Whoever asks faster than it reads answers is not read.
    if (writer.isFull) input.pause()
  }
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  input
    .on('data', hear)
    .once('end', end)
    .once('error', () => end())
    .once('close', end)
  output.once('error', () => end()).once('close', end)
  signal.addEventListener('abort', () => end(), { once: true })
  if (signal.aborted) end()
  await ended
  input.off('data', hear).pause()
  await connection.end()
  await writer.finish()
}

const TOO_LONG = `a line is longer than ${SERVE_LIMITS.frameBytesMax} bytes`
