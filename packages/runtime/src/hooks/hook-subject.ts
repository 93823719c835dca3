import { isAbsolute } from 'node:path'
import {
  mayBeMcpTool,
  mcpToolOf,
  UNKNOWN_SERVER,
  type HookCall,
  type HookClient,
  type McpTool,
} from '@kvlar/clients/hooks'
import { thisMachine } from '../places/this-machine.ts'

/** What a hook is to judge. */
export interface HookSubject {
  readonly call: HookCall
  /** As the client's files call it; absent for the client's own tools, and for names that need be none of a server. */
  readonly mcpTool?: McpTool
  /** A proxy of ours judges it when the client calls it. */
  readonly isOurs: boolean
  /** Where the client works, absolute. */
  readonly cwd: string
}

/** Finds out whose tool is meant. The client's files are read only where it may be one of a server. */
export function hookSubject(client: HookClient, call: HookCall, entry: string): Promise<HookSubject> {
  const cwd = call.cwd !== undefined && isAbsolute(call.cwd) ? call.cwd : process.cwd()
  if (!mayBeMcpTool(client, call)) return Promise.resolve({ call, cwd, isOurs: false })
  return withServers(client, call, { cwd, entry })
}

async function withServers(
  client: HookClient,
  call: HookCall,
  { cwd, entry }: { readonly cwd: string; readonly entry: string },
): Promise<HookSubject> {
  const { namedServers } = await import('@kvlar/clients/file')
  const servers = namedServers(client.client, { ...thisMachine(), cwd }, entry)
  if (call.startedBy !== undefined) {
    const started = servers.filter(({ commandLine }) => commandLine.join(' ') === call.startedBy)
    const [first] = started
    const isOurs = first !== undefined && started.every((one) => one.isOurs)
    // INVARIANT: a tool of a server is never taken for one of the client's own that has its name.
    return { call, cwd, isOurs, mcpTool: { server: first?.name ?? UNKNOWN_SERVER, tool: call.tool } }
  }
  if (call.isOfServer === true)
    return { call, cwd, isOurs: false, mcpTool: { server: UNKNOWN_SERVER, tool: call.tool } }
  const mcpTool = mcpToolOf(
    client,
    call,
    servers.map(({ name }) => name),
  )
  if (mcpTool === undefined) return { call, cwd, isOurs: false }
  // INVARIANT: a name that one file gives to a server of ours and another to somebody else's is not ours.
  const meant = servers.filter(({ name }) => name === mcpTool.server)
  return { call, cwd, mcpTool, isOurs: meant.length > 0 && meant.every((one) => one.isOurs) }
}
