import type { HookAnswer } from './hook-call.ts'
import type { HookClient } from './hook-client.ts'

/** Blocks in every client; 1 lets the tool run in most of them. */
export const DENY_EXIT_CODE = 2

/** Nothing is said: the client goes on as without a hook, and asks its user where it would. */
export const SILENCE: HookAnswer = { stdout: '', stderr: '', exitCode: 0 }

/** A denial in both ways that the client understands, so that it holds while one of them does. */
export function denyHook(client: HookClient, reason: string): HookAnswer {
  return {
    stdout: `${JSON.stringify(client.denial(reason))}\n`,
    stderr: `${reason}\n`,
    exitCode: DENY_EXIT_CODE,
  }
}
