import { errorFrame } from './error-frame.ts'
import type { Method } from './method.ts'
import { METHODS } from './methods/index.ts'
import { PROTOCOL, SERVE_LIMITS, type AnswerFrame, type RequestFrame } from './protocol.ts'
import { BadFrame, readFrame } from './read-frame.ts'
import { ServeError } from './serve-error.ts'
import type { Serving } from './serving.ts'

export interface ConnectionOptions {
  readonly serving: Serving
  readonly version: string
  /** Takes one answer, which is one line without its end. */
  readonly write: (line: string) => void
  /** Told of faults of Kvlar, which the caller is not told. */
  readonly onFailure: (error: unknown) => void
}

/** One caller: every request of it is answered once, in whatever order they are done. */
export interface Connection {
  /** Takes one line. */
  hear(line: string): void
  /** Answers a line that was too long to be read. */
  refuse(error: ServeError): void
  /** Withdraws what waits, and resolves once everything is answered. */
  end(): Promise<void>
}

export function createConnection({ serving, version, write, onFailure }: ConnectionOptions): Connection {
  const open = new Map<number | string, AbortController>()
  const running = new Set<Promise<void>>()
  let hasGreeted = false
  let isEnding = false

  const answer = (frame: AnswerFrame): void => write(JSON.stringify(frame))
  const fail = (id: number | string | null, error: unknown): void => {
    const frame = errorFrame(error)
    if (frame.code === 'SERVE_INTERNAL') onFailure(error)
    answer({ id, error: frame })
  }

  const hello = ({ id, params }: RequestFrame): void => {
    if (params['protocol'] !== PROTOCOL || Object.keys(params).length > 1)
      throw new ServeError('SERVE_PROTOCOL', `protocol ${PROTOCOL} is spoken here, by Kvlar ${version}`)
    hasGreeted = true
    answer({ id, result: { protocol: PROTOCOL, version, methods: Object.keys(METHODS) } })
  }

  const methodOf = (name: string): Method => {
    const found = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
    if (found === undefined) throw new ServeError('SERVE_UNKNOWN_METHOD', 'there is no such method')
    return found
  }

  const begin = (request: RequestFrame): void => {
    const { id, method: name, params } = request
    if (isEnding) throw new ServeError('SERVE_CLOSING', 'Kvlar is being closed')
    if (name === 'hello') return hello(request)
    if (!hasGreeted) throw new ServeError('SERVE_PROTOCOL', 'the first request is `hello`')
    if (open.has(id)) throw new ServeError('SERVE_BAD_FRAME', 'a request under this id is open already')
    if (open.size >= SERVE_LIMITS.openMax)
      throw new ServeError('SERVE_BUSY', `${SERVE_LIMITS.openMax} requests are open already`)
    const { run } = methodOf(name)
    const ending = new AbortController()
    const result = run(params, { serving, signal: ending.signal })
    // Dry decisions are answered at once: most requests are.
    if (!(result instanceof Promise)) return answer({ id, result })
    open.set(id, ending)
    const work = result
      .then((done) => answer({ id, result: done }))
      .catch((error: unknown) => fail(id, ending.signal.aborted ? withdrawn() : error))
      .finally(() => {
        open.delete(id)
        running.delete(work)
      })
    running.add(work)
  }

  return {
    hear: (line) => {
      let id: number | string | null = null
      try {
        const frame = readFrame(line)
        if ('cancel' in frame) return open.get(frame.cancel)?.abort(withdrawn())
        id = frame.id
        begin(frame)
      } catch (error) {
        fail(error instanceof BadFrame ? error.id : id, error)
      }
    },
    refuse: (error) => fail(null, error),
    end: async () => {
      isEnding = true
      for (const ending of open.values()) ending.abort(withdrawn())
      await Promise.allSettled(running)
    },
  }
}

function withdrawn(): ServeError {
  return new ServeError('SERVE_CANCELLED', 'the request was withdrawn')
}
