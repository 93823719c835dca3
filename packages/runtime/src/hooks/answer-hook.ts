import { denyHook, readHook, SILENCE, type HookAnswer, type HookClient } from '@kvlar/clients/hooks'
import { ConfigError, PolicyError } from '@kvlar/core'
import type { ReadText } from '@kvlar/core/node'
import { visibleText } from '@kvlar/core/text'
import { whyOf } from '../notice.ts'
import type { RunningKvlar } from '../running-kvlar.ts'
import { hookSubject } from './hook-subject.ts'
import { judgeHookCall } from './judge-hook-call.ts'

export interface HookOptions {
  readonly client: HookClient
  /** What it writes to its hook. */
  readonly read: () => Promise<ReadText>
  /** Opens what judges; only for a call that is to be judged. */
  readonly open: () => Promise<RunningKvlar>
  /** The file that is Kvlar's command: servers that it starts are left to the proxy. */
  readonly entry: string
  /** How long judging may take. */
  readonly deadlineMs: number
  /** Where people decide what waits, in words. */
  readonly whereDecided?: () => Promise<string | undefined>
}

/**
 * Answers a client that is about to run a tool. Silence lets it go on, to its own questions; whatever is not certainly
 * allowed in time is denied, and so is every failure.
 */
export async function answerHook(options: HookOptions): Promise<HookAnswer> {
  const { client, deadlineMs } = options
  const deadline = new AbortController()
  const late = new Promise<string>((resolve) => {
    setTimeout(() => {
      deadline.abort(new Error('the deadline of the hook has passed'))
      resolve(`[BLOCKED BY KVLAR] no decision within ${deadlineMs / 1000} s`)
    }, deadlineMs).unref()
  })
  const why = await Promise.race([late, judge(options, deadline.signal).catch(failureOf)])
  return why === undefined ? SILENCE : denyHook(client, why)
}

/** Why the tool may not run; undefined when it may. */
async function judge(options: HookOptions, signal: AbortSignal): Promise<string | undefined> {
  const { client } = options
  const read = await options.read()
  if (!read.ok) return notRead(client, read.why)
  const event = readHook(client, read.text)
  if (event.kind === 'unreadable') return notRead(client, event.reason)
  if (event.kind === 'other') return undefined
  const subject = await hookSubject(client, event.call, options.entry)
  if (subject.isOurs) return undefined
  const kvlar = await options.open()
  try {
    return await judgeHookCall(kvlar, subject, { signal, ...options })
  } finally {
    await kvlar.close()
  }
}

function notRead({ title }: HookClient, why: string): string {
  return `[BLOCKED BY KVLAR] what ${title} told the hook cannot be judged: ${visibleText(why)}`
}

function failureOf(error: unknown): string {
  const why = `${whyOf(error)}${firstProblem(error)}`
  return `[BLOCKED BY KVLAR] the hook failed, so nothing runs: ${visibleText(why)}`
}

/** Where a policy or a file of invariants is wrong: a hook has no other place to say it. */
function firstProblem(error: unknown): string {
  const diagnostics = error instanceof PolicyError || error instanceof ConfigError ? error.diagnostics : []
  const first = diagnostics.find(({ severity }) => severity === 'error')
  if (first === undefined) return ''
  const place = first.line > 0 ? `${first.file}:${first.line}:${first.column}` : first.file
  return ` (${place}: ${first.message})`
}
