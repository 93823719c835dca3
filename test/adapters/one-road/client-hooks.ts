import { mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { HOOK_CLIENTS, mcpToolOf, type HookClient } from '../../../packages/clients/src/hooks/index.ts'
import { answerHook } from '../../../packages/runtime/src/hooks/index.ts'
import { agentPrincipal, type Action } from '@kvlar/core'
import { running } from './running.ts'
import { recording, SESSION_ID, type Surface, type Told } from './surface.ts'

/** Servers that the files of every client name; those that generated policies and actions know. */
const SERVERS = ['query', 'x']
const commandLine = (server: string): readonly [string, string] => ['node', `/opt/${server}.js`]

/** Files of the clients that name the servers, below the folder of the project or the home. */
const JSON_SERVERS = Object.fromEntries(
  SERVERS.map((server) => {
    const [command, arg] = commandLine(server)
    return [server, { type: 'stdio', command, args: [arg] }]
  }),
)
const CLIENT_FILES: Readonly<Record<string, string>> = {
  '.mcp.json': JSON.stringify({ mcpServers: JSON_SERVERS }),
  '.cursor/mcp.json': JSON.stringify({ mcpServers: JSON_SERVERS }),
  '.gemini/settings.json': JSON.stringify({ mcpServers: JSON_SERVERS }),
  '.copilot/mcp-config.json': JSON.stringify({ mcpServers: JSON_SERVERS }),
  '.vscode/mcp.json': JSON.stringify({ servers: JSON_SERVERS }),
  '.codex/config.toml': SERVERS.map((server) => {
    const [command, arg] = commandLine(server)
    return `[mcp_servers.${server}]\ncommand = "${command}"\nargs = ["${arg}"]\n`
  }).join(''),
}

/** Writes them where the client of this user, who works in their home, reads them. */
export function writeClientFiles(home: string): void {
  for (const [path, text] of Object.entries(CLIENT_FILES)) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
}

/** One event that a client tells before it runs a tool. */
interface ToldEvent {
  /** The action as the client would tell it, or why it would not. */
  readonly express: (action: Action) => Action | string
  readonly payload: (action: Action, cwd: string) => object
}

/** How tools are told by clients that took over the words of Claude Code. */
function toolUse(client: HookClient, hook_event_name: string): ToldEvent {
  return {
    express: ownOrOfServer(client),
    payload: ({ server, resource, parameters }, cwd) => ({
      hook_event_name,
      session_id: SESSION_ID,
      cwd,
      tool_name: server === undefined ? resource : toolName(client, server, resource),
      tool_input: parameters,
      ...(client.id === 'gemini' &&
        server !== undefined && { mcp_context: { server_name: server, tool_name: resource } }),
    }),
  }
}

function copilotToolUse(client: HookClient): ToldEvent {
  return {
    express: ownOrOfServer(client),
    payload: ({ server, resource, parameters }, cwd) => ({
      sessionId: SESSION_ID,
      cwd,
      toolName: server === undefined ? resource : toolName(client, server, resource),
      toolArgs: JSON.stringify(parameters),
    }),
  }
}

/** A text of the action for events that tell one. */
function textOf({ parameters }: Action): string {
  const text = Object.values(parameters).find((value) => typeof value === 'string' && value !== '')
  return typeof text === 'string' ? text : JSON.stringify(parameters)
}

function oneText(resource: string, key: string, event: string): ToldEvent {
  return {
    express: ({ server: _server, ...action }) => ({
      ...action,
      resource,
      parameters: { [key]: textOf(action) },
    }),
    payload: ({ parameters }, cwd) => ({
      hook_event_name: event,
      conversation_id: SESSION_ID,
      workspace_roots: [cwd],
      [key]: parameters[key],
    }),
  }
}

const CURSOR_EVENTS: Readonly<Record<string, ToldEvent>> = {
  preToolUse: {
    // `beforeMCPExecution` tells of tools of servers.
    express: ({ server: _server, ...action }) => action,
    payload: ({ resource, parameters }, cwd) => ({
      hook_event_name: 'preToolUse',
      conversation_id: SESSION_ID,
      cwd,
      tool_name: resource,
      tool_input: parameters,
    }),
  },
  beforeShellExecution: oneText('Shell', 'command', 'beforeShellExecution'),
  beforeReadFile: oneText('Read', 'file_path', 'beforeReadFile'),
  beforeMCPExecution: {
    express: ({ server = 'x', ...action }) => ({ ...action, server }),
    payload: ({ server = '', resource, parameters }) => ({
      hook_event_name: 'beforeMCPExecution',
      conversation_id: SESSION_ID,
      command: commandLine(server).join(' '),
      tool_name: resource,
      tool_input: JSON.stringify(parameters),
    }),
  },
}

function eventOf(client: HookClient, event: string): ToldEvent {
  const { id } = client
  const told = id === 'cursor' ? CURSOR_EVENTS[event] : undefined
  if (told !== undefined) return told
  if (id === 'copilot' && event === 'preToolUse') return copilotToolUse(client)
  if (id === 'cursor') throw new Error(`say how \`${event}\` of ${id} is told`)
  return toolUse(client, event)
}

function toolName({ mcp }: HookClient, server: string, tool: string): string {
  return `${mcp?.prefix ?? ''}${server}${mcp?.separator ?? ''}${tool}`
}

function ownOrOfServer(client: HookClient): ToldEvent['express'] {
  return (action) =>
    action.server === undefined && mcpToolOf(client, { tool: action.resource, arguments: {} }, SERVERS)
      ? 'a tool of the client with the name of a server’s'
      : action
}

/** One event of one client, whoever answers it. */
export interface HookEvent {
  readonly client: HookClient
  readonly event: string
  readonly surface: Omit<Surface, 'open' | 'name'>
  readonly payload: (action: Action, cwd: string) => object
}

/** Each event of each client before a tool runs. */
export const HOOK_EVENTS: readonly HookEvent[] = HOOK_CLIENTS.flatMap((client) =>
  Object.keys(client.toolEvents).map((event): HookEvent => {
    const { express, payload } = eventOf(client, event)
    return { client, event, payload, surface: hookSurface(client, express) }
  }),
)

function hookSurface({ id }: HookClient, express: ToldEvent['express']): HookEvent['surface'] {
  return {
    // The client says nothing of who works with it, nor of what a call is done to.
    express: ({ target: _target, ...action }) => {
      if (action.type !== 'tool_call') return 'only tools are called here'
      return express({ ...action, agentId: id, principal: agentPrincipal(id) })
    },
    hears: 'running',
    knowsAge: false,
    refuses: () => false,
    hasFloor: true,
  }
}

/** Answered within this process. */
export const HOOKS: readonly Surface[] = HOOK_EVENTS.map(answeredHere)

function answeredHere({ client, event, surface, payload }: HookEvent): Surface {
  return {
    ...surface,
    name: `hook ${client.id}, ${event}`,
    open: async (given) => {
      const { record, recorded } = recording()
      const kvlar = { ...(await running(given)), record }
      return {
        recorded,
        make: async (action) => {
          const before = recorded.length
          const { exitCode, stderr } = await answerHook({
            client,
            read: async () => ({ ok: true, text: JSON.stringify(payload(action, homedir())) }),
            open: async () => ({ ...kvlar, close: async () => undefined }),
            entry: '/opt/kvlar/main.js',
            deadlineMs: 100_000,
          })
          if (exitCode === 0) return { kind: 'ran', with: action.parameters }
          if (recorded.length > before) return stoppedIn(stderr)
          if (!/cannot be judged/.test(stderr)) throw new Error(stderr)
          return { kind: 'unread' }
        },
        close: async () => kvlar.close(),
      }
    },
  }
}

/** What the model of the client is told. */
export function stoppedIn(text: string): Told {
  const outcome = text.startsWith('Approval required: ') ? 'require_approval' : 'deny'
  const ruleId = /^Policy rule: (.*)$/m.exec(text)?.[1]
  if (ruleId === undefined) throw new Error(text)
  return { kind: 'stopped', outcome, ruleId }
}
