import type { JsonObject } from '@kvlar/core/json'
import type { HookCall } from './hook-call.ts'
import { objectField, optionalText, textField } from './hook-fields.ts'

/* What Claude Code began and others took over: the words in which a hook is told of a tool, and denies it. */

export function readToolUse(input: JsonObject): HookCall {
  const cwd = optionalText(input, 'cwd')
  const sessionId = optionalText(input, 'session_id')
  return {
    tool: textField(input, 'tool_name'),
    arguments: objectField(input, 'tool_input'),
    ...(cwd !== undefined && { cwd }),
    ...(sessionId !== undefined && { sessionId }),
  }
}

export function denyToolUse(reason: string): JsonObject {
  return {
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: 'deny',
      permissionDecisionReason: reason,
    },
  }
}
