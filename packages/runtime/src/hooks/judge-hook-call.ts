import { randomInt } from 'node:crypto'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { agentPrincipal, type Action } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { visibleText } from '@kvlar/core/text'
import { createFloor, hintsLines, hintsOf, type Settled } from '@kvlar/gate'
import type { HookClient } from '@kvlar/clients/hooks'
import { createGuardGate, type Guarded } from '@kvlar/sdk'
import { resolveLinks } from '../places/resolve-links.ts'
import type { RunningKvlar } from '../running-kvlar.ts'
import type { HookSubject } from './hook-subject.ts'

export interface JudgeHookOptions {
  readonly client: HookClient
  readonly signal: AbortSignal
  /** Where people decide what waits, in words. */
  readonly whereDecided?: () => Promise<string | undefined>
}

/** Ids that a session is unlikely to see twice: no process knows what the others have counted. */
const CALL_IDS = 2 ** 47

/** Why the tool may not run; undefined when it may, and that stands in the record. */
export async function judgeHookCall(
  kvlar: RunningKvlar,
  subject: HookSubject,
  { client, signal, whereDecided }: JudgeHookOptions,
): Promise<string | undefined> {
  const { engine, counters, steps, record, people, protects } = kvlar
  const { call, cwd } = subject
  const actions = actionsOf(client, subject)
  const floor = createFloor({
    ...protects,
    cwd,
    home: homedir(),
    env: process.env,
    roots: [cwd],
    resolveLinks,
  })
  const gate = createGuardGate({
    ...steps,
    engine: () => engine,
    counters,
    record,
    floor,
    ...(people && { ask: people.askOfCaller }),
  })
  const ruling = await gate.judge({
    actions,
    sessionId: call.sessionId ?? crypto.randomUUID(),
    isInSession: call.sessionId !== undefined,
    callId: randomInt(CALL_IDS),
    context: { from: 'client', method: 'hook' },
  })
  // Nobody is held: the client would wait without a word, and kill the hook in the end.
  const settled = ruling.kind === 'hold' ? await ruling.settle({ signal, waiting: { holdMs: 0 } }) : ruling
  if (settled.approvalId !== undefined) {
    // What becomes of a tool that a client runs itself, no hook is told.
    const result = settled.kind === 'pass' ? 'unknown' : 'failed'
    await people?.finish(settled.approvalId, result).catch(() => undefined)
  }
  if (settled.kind === 'pass') return undefined
  return denialText(
    mcpNameOf(subject),
    settled,
    settled.answer?.kind === 'pending' ? await whereDecided?.() : undefined,
  )
}

/** What the call is, in each folder in which it may work: all of them must be allowed. */
function actionsOf({ id }: HookClient, subject: HookSubject): readonly Action[] {
  const { call, mcpTool, cwd } = subject
  const about = {
    type: 'tool_call',
    resource: mcpNameOf(subject),
    agentId: id,
    principal: agentPrincipal(id),
  } as const
  if (mcpTool !== undefined) return [{ ...about, parameters: call.arguments, server: mcpTool.server }]
  return inFolders(call.arguments, cwd).map((parameters) => Object.assign({ parameters }, about))
}

function mcpNameOf({ call, mcpTool }: HookSubject): string {
  return mcpTool?.tool ?? call.tool
}

/**
 * A tool of the client's own reads relative paths where the client works. The model may write another `workdir` into its
 * arguments, and few tools have one, so it counts beside the client's folder and never in its place.
 */
function inFolders(given: JsonObject, cwd: string): readonly JsonObject[] {
  const here = { ...given, workdir: cwd }
  const { workdir } = given
  if (workdir === undefined) return [here]
  const there = { ...given, workdir: typeof workdir === 'string' ? resolve(cwd, workdir) : workdir }
  return there.workdir === cwd ? [here] : [here, there]
}

/** For the model of the client, which reads it in the place of a result. */
function denialText(
  resource: string,
  { verdict, answer }: Extract<Settled<Guarded>, { readonly kind: 'refuse' }>,
  whereDecided: string | undefined,
): string {
  const about = [
    `Tool: ${visibleText(resource)}`,
    `Policy rule: ${verdict.ruleId}`,
    `Reason: ${visibleText(verdict.reason)}`,
  ]
  if (answer?.kind !== 'pending')
    return ['[BLOCKED BY KVLAR]', ...about, ...hintsLines(hintsOf(verdict)).map(visibleText)].join('\n')
  const where = whereDecided === undefined ? '' : `: ${whereDecided}`
  return [
    `Approval required: ${answer.approvalId ?? ''}`,
    'Nothing was executed',
    ...about,
    `A reviewer has to approve it${where}`,
    'Make the same call again once it is approved',
  ].join('\n')
}
