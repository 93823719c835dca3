import type { CallResult } from '@kvlar/approvals'
import { createFloor, type Floor } from '@kvlar/gate'
import { createMcpGate, type ProxyEvent, type ResultEvent, type SessionOptions } from '@kvlar/proxy'
import { serverHomes } from '../places/own-folders.ts'
import type { ProtectedPaths } from '../places/protected-paths.ts'
import { resolveLinks } from '../places/resolve-links.ts'
import { serverRoots } from '../places/server-roots.ts'
import type { RunningKvlar } from '../running-kvlar.ts'

/** The server of a proxy, as far as it says what paths mean in its calls. */
export interface ProxiedServer {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where it runs. */
  readonly cwd: string
}

/** What a session of a proxy needs of a running Kvlar: the gate that judges its calls, and where they are recorded. */
export function proxyParts(
  { engine, counters, record, people, protects }: RunningKvlar,
  server: ProxiedServer,
): Pick<SessionOptions, 'gate' | 'engine' | 'record'> {
  /** Records as ever, and closes the approval of a call that has ended. */
  const recordAll = (event: ProxyEvent): Promise<void> | void => {
    if (event.kind === 'result' && event.approvalId !== undefined)
      // Whoever made the call has its answer; the people were told if the queue is gone.
      void people?.finish(event.approvalId, RESULTS[event.result]).catch(() => undefined)
    return record(event)
  }
  const gate = createMcpGate({
    engine,
    counters,
    record: recordAll,
    floor: floorOf(protects, server),
    ...(people && { ask: people.askOfClient }),
  })
  return { gate, engine, record: recordAll }
}

const RESULTS: Readonly<Record<ResultEvent['result'], CallResult>> = {
  ok: 'ok',
  tool_error: 'failed',
  failed: 'failed',
  // Whether it took effect before it was cancelled, nobody says.
  cancelled: 'unknown',
  unknown: 'unknown',
}

/** What is denied under one of the homes that the server may mean is denied. */
function floorOf(protects: ProtectedPaths, { args, env, cwd }: ProxiedServer): Floor {
  const roots = serverRoots(args, cwd)
  const floors = serverHomes(env).map((home) =>
    createFloor({ ...protects, cwd, home, env, roots, resolveLinks }),
  )
  return (action) => {
    for (const floor of floors) {
      const denial = floor(action)
      if (denial !== undefined) return denial
    }
    return undefined
  }
}
