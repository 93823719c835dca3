import type { FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'
import { visibleText } from '@kvlar/core/text'
import { REVIEW_LIMITS } from '../review-limits.ts'

/** Where the log goes, a line of JSON for each entry. */
export interface LogStream {
  write(line: string): void
}

/**
 * What of ours went wrong, for whoever runs the server. Nothing of a request is in it but its number and its route as
 * we wrote it: an address names calls, and may hold anything.
 */
export function serverLog(stream: LogStream): FastifyBaseLogger {
  return pino(
    {
      level: 'error',
      base: { name: 'kvlar-reviewer' },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: shownError, req: () => undefined, res: () => undefined },
    },
    stream,
  )
}

/** INVARIANT: a trace that quotes a call cannot write lines of its own, nor anything that a terminal obeys. */
function shownError(error: unknown): object {
  if (!(error instanceof Error)) return { message: visible(String(error)) }
  return { type: error.name, message: visible(error.message), stack: visible(error.stack ?? '') }
}

function visible(text: string): string {
  return text.slice(0, REVIEW_LIMITS.traceCharsMax).split('\n').map(visibleText).join('\n')
}
