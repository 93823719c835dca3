import type { JsonArray, JsonObject } from '@kvlar/core/json'
import type { HookCall } from './hook-call.ts'
import { HookUnreadable, objectField, objectOrTextField, optionalText, textField } from './hook-fields.ts'

/* Cursor tells each kind of tool by an event of its own, and all of them by `preToolUse`. */

/** How `preToolUse` names tools of servers: without the server. */
const OF_A_SERVER = 'MCP:'

/** Undefined for a tool of a server, about which `beforeMCPExecution` says more. */
export function readPreToolUse(input: JsonObject): HookCall | undefined {
  const tool = textField(input, 'tool_name')
  if (tool.startsWith(OF_A_SERVER)) return undefined
  return { tool, arguments: objectField(input, 'tool_input'), ...placeOf(input) }
}

export function readShell(input: JsonObject): HookCall {
  return { tool: 'Shell', arguments: { command: textField(input, 'command') }, ...placeOf(input) }
}

/** The text of the file comes along, and is not an argument of the tool. */
export function readFile(input: JsonObject): HookCall {
  return { tool: 'Read', arguments: { file_path: textField(input, 'file_path') }, ...placeOf(input) }
}

export function readMcp(input: JsonObject): HookCall {
  const startedBy = optionalText(input, 'command')
  return {
    tool: textField(input, 'tool_name'),
    arguments: objectOrTextField(input, 'tool_input'),
    ...placeOf(input),
    isOfServer: true,
    ...(startedBy !== undefined && { startedBy }),
  }
}

function placeOf(input: JsonObject): Pick<HookCall, 'cwd' | 'sessionId'> {
  const cwd = optionalText(input, 'cwd') ?? firstRoot(input['workspace_roots'])
  const sessionId = optionalText(input, 'conversation_id')
  return { ...(cwd && { cwd }), ...(sessionId !== undefined && { sessionId }) }
}

function firstRoot(roots: JsonObject[string] | undefined): string | undefined {
  if (roots === undefined || roots === null) return undefined
  const [first]: JsonArray = Array.isArray(roots) ? roots : [roots]
  if (first === undefined) return undefined
  if (typeof first !== 'string') throw new HookUnreadable('`workspace_roots` holds no folder')
  return first
}

export function denyPermission(reason: string): JsonObject {
  return { permission: 'deny', user_message: reason, agent_message: reason }
}
