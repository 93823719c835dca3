import { isAbsolute } from 'node:path'
import type { PlannedServer, ServerStart } from '@kvlar/clients'
import { mayStart, type Plan, type PlannedFile, type StartTrust } from '@kvlar/clients/file'
import type { Policy } from '@kvlar/core'
import { listTools, type ToolList } from '@kvlar/proxy/stdio'
import { sortTools, type Caller, type SortedTool } from './sort-tools.ts'

/** What a policy would make of a server that was asked for its tools. */
export interface Probe {
  readonly client: string
  readonly title: string
  readonly path: string
  readonly server: string
  readonly policies: readonly string[]
  readonly outcome:
    | { readonly ok: true; readonly tools: readonly SortedTool[] }
    | { readonly ok: false; readonly why: string }
}

export interface ProbeOptions {
  readonly trust: StartTrust
  readonly timeoutMs: number
  readonly version: string
  readonly signal: AbortSignal
  /** The policies that a server would run under. */
  readonly policiesOf: (server: PlannedServer) => readonly Policy[]
  /** As whom the proxy will call a server, from the flags that it keeps; undefined where it would refuse them. */
  readonly callerOf: (server: PlannedServer) => Caller | undefined
  /** Told before a server is started. */
  readonly onStart: (server: string) => void
}

type Startable = Extract<ServerStart, { readonly ok: true }>

/** Asks the servers of a plan for their tools, one after the other: package managers do not like to be raced. */
export async function probePlan(plan: Plan, options: ProbeOptions): Promise<readonly Probe[]> {
  const asked = new Map<string, ToolList>()
  const probes: Probe[] = []
  for (const file of plan.files) {
    const isOwn = mayStart(file.target, options.trust)
    for (const server of file.servers) {
      if (server.start === undefined || options.signal.aborted) continue
      const list = refusal(server.start, isOwn) ?? (await ask(server, asked, options))
      probes.push(probeOf(file, server, outcomeOf(server, list, options)))
    }
  }
  return probes
}

function refusal(start: ServerStart, isOwn: boolean): ToolList | undefined {
  if (!isOwn)
    return {
      ok: false,
      why: 'not started: its file is not yours alone; read it, then name it with `--confirm`',
    }
  if (!start.ok) return { ok: false, why: `not started: ${start.why}` }
  return start.cwd === undefined || isAbsolute(start.cwd)
    ? undefined
    : { ok: false, why: 'not started: its working folder depends on where the client runs' }
}

/**
 * A server that several clients start alike is asked once.
 *
 * INVARIANT: it starts in the folder that its entry names or in the home folder, never in the one that we stand in:
 * `npx` and its like run what they find there, and that may be anybody's repository.
 */
async function ask(
  { name, start }: PlannedServer,
  asked: Map<string, ToolList>,
  { timeoutMs, version, signal, trust, onStart }: ProbeOptions,
): Promise<ToolList> {
  if (start?.ok !== true) throw new Error('a server that cannot be started is not asked')
  const { command, args, env, cwd } = start satisfies Startable
  const key = JSON.stringify([command, args, env, cwd])
  const known = asked.get(key)
  if (known !== undefined) return known
  onStart(name)
  const { environment } = trust
  const list = await listTools(
    { command, args, env: { ...environment.env, ...env }, cwd: cwd ?? environment.home },
    { timeoutMs, version, signal },
  )
  asked.set(key, list)
  return list
}

function outcomeOf(
  server: PlannedServer,
  list: ToolList,
  { policiesOf, callerOf }: ProbeOptions,
): Probe['outcome'] {
  if (!list.ok) return list
  const caller = callerOf(server)
  if (caller === undefined) return { ok: false, why: 'the flags that it keeps are none of `kvlar proxy`' }
  return { ok: true, tools: sortTools(list.tools, policiesOf(server), caller) }
}

function probeOf(file: PlannedFile, server: PlannedServer, outcome: Probe['outcome']): Probe {
  const { client, title, path } = file
  return { client, title, path, server: server.name, policies: server.policies, outcome }
}
