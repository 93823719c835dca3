import type { Readable, Writable } from 'node:stream'
import { LIMITS } from '../limits.ts'
import { errorAnswer, INTERNAL_ERROR_CODE, refusalAnswer } from '../wire/answers/denial.ts'
import { LineSplitter, type SplitLine } from '../wire/line-splitter.ts'
import { readMessage } from '../wire/read-message.ts'
import type { Refusal } from '../wire/answers/refusal.ts'

export interface RefuseClientOptions {
  readonly stdin: Readable
  readonly stdout: Writable
  /** Why there is no server; for whoever uses the client. */
  readonly error: { readonly code: string; readonly message: string }
  /** Ends it at once. */
  readonly signal?: AbortSignal
}

/**
 * Answers a client for which no server could be started: everything that it asks for gets an error that says why, which
 * clients show to their users; the end of a connection they only report. Resolves when the client has gone, when it has
 * been told, or when it has asked for nothing for a while. Never rejects.
 */
export async function refuseClient({ stdin, stdout, error, signal }: RefuseClientOptions): Promise<void> {
  const { code, message } = error
  const gone = { code: INTERNAL_ERROR_CODE, message: `[KVLAR] ${message}`, data: { _kvlar: { code } } }
  const lines = new LineSplitter()
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, LIMITS.firstRequestMs)
    const end = (): void => {
      clearTimeout(timer)
      resolve()
    }
    let isTold = false
    const take = (chunk: Uint8Array): void => {
      const answers = lines.push(chunk).flatMap((line) => answersTo(line, gone))
      for (const answer of answers) stdout.write(Buffer.concat([answer, Buffer.from('\n')]))
      if (answers.length === 0 || isTold) return
      // More may be on its way, also from a client that does not read what it is told.
      isTold = true
      clearTimeout(timer)
      timer = setTimeout(resolve, LIMITS.lastAnswersMs)
    }
    stdin.on('data', take)
    for (const event of ['end', 'close', 'error']) stdin.once(event, end)
    for (const event of ['close', 'error']) stdout.once(event, end)
    signal?.addEventListener('abort', end)
  })
  stdin.pause()
}

function answersTo(line: SplitLine, gone: Parameters<typeof errorAnswer>[1]): readonly Uint8Array[] {
  const read = line.kind === 'line' ? readMessage(line.bytes, 'client') : ({ ok: false, ...line } as const)
  if (!read.ok) return refusalsOf(read.refusal)
  return read.message.kind === 'request' ? [errorAnswer(read.message.id, gone)] : []
}

function refusalsOf(refusal: Refusal): readonly Uint8Array[] {
  return [refusal, ...(refusal.others ?? [])]
    .filter(({ about }) => about === 'request' || about === 'unknown')
    .map(({ id, about }) => refusalAnswer({ ...refusal, id, about }))
}
