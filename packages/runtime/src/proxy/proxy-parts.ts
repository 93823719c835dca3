import type { CallResult } from '@kvlar/approvals'
import type { Engine } from '@kvlar/core'
import { createFloor, type Floor } from '@kvlar/gate'
import { createMcpGate, type ProxyEvent, type ResultEvent, type SessionOptions } from '@kvlar/proxy'
import { serverHomes } from '../places/own-folders.ts'
import { resolveLinks } from '../places/resolve-links.ts'
import { clientRoots, serverRoots } from '../places/server-roots.ts'
import { workingFolders } from '../places/working-folders.ts'
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
  kvlar: RunningKvlar,
  server: ProxiedServer,
): Pick<SessionOptions, 'gate' | 'engine' | 'record' | 'heardRoots' | 'onListChange'> {
  const { counters, steps, record, people, permits } = kvlar
  const engine = (): Engine => kvlar.engine
  /** Records as ever, and closes the approval of a call that has ended. */
  const recordAll = (event: ProxyEvent): Promise<void> | void => {
    if (event.kind === 'result' && event.approvalId !== undefined)
      // Whoever made the call has its answer; the people were told if the queue is gone.
      void people?.finish(event.approvalId, RESULTS[event.result]).catch(() => undefined)
    return record(event)
  }
  const { floor, heardRoots } = floorOf(kvlar, server)
  const gate = createMcpGate({
    engine,
    counters,
    ...steps,
    record: recordAll,
    floor,
    ...(people && { ask: people.askOfClient }),
    ...(permits && { sign: permits.forServer }),
  })
  // INVARIANT: what could be called is listed, also what only shadow mode lets go.
  const listed = steps.observeOnly === undefined ? engine : () => LISTS_ALL
  return { gate, engine: listed, record: recordAll, heardRoots, onListChange: kvlar.onReload }
}

const LISTS_ALL = { isHidden: () => false }

const RESULTS: Readonly<Record<ResultEvent['result'], CallResult>> = {
  ok: 'ok',
  tool_error: 'failed',
  failed: 'failed',
  // Whether it took effect before it was cancelled, nobody says.
  cancelled: 'unknown',
  unknown: 'unknown',
}

/** What is denied under one of the homes that the server may mean, from wherever it may read a path, is denied. */
function floorOf(
  kvlar: Pick<RunningKvlar, 'protects' | 'onReload'>,
  { args, env, cwd }: ProxiedServer,
): { readonly floor: Floor; readonly heardRoots: (uris: readonly string[]) => void } {
  const homes = serverHomes(env)
  const place = { cwd, homes, env }
  const roots = new Set(serverRoots(args, place))
  const make = (): readonly Floor[] =>
    homes.map((home) => createFloor({ ...kvlar.protects, cwd, home, env, roots: [...roots], resolveLinks }))
  let floors = make()
  kvlar.onReload(() => void (floors = make()))
  // Folders that a client has named once, or a server worked in, stay: whether it has forgotten them, nobody says.
  const add = (folders: readonly string[]): void => {
    const known = roots.size
    for (const folder of folders) if (roots.size < ROOTS_MAX) roots.add(folder)
    if (roots.size > known) floors = make()
  }
  let lookedAtMs = -Infinity
  const look = (): void => {
    if (performance.now() - lookedAtMs < LOOK_MS) return
    add(workingFolders())
    lookedAtMs = performance.now()
  }
  return {
    floor: (action) => {
      look()
      for (const floor of floors) {
        const denial = floor(action)
        if (denial !== undefined) return denial
      }
      return undefined
    },
    heardRoots: (uris) => add(clientRoots(uris, place)),
  }
}

/** A script that starts a server goes to another folder before the server says its first word. */
const LOOK_MS = 100

/** A client that names more is answered for those that it named first. */
const ROOTS_MAX = 256
