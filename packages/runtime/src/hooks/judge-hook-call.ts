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
  const action = actionOf(client, subject)
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
    actions: [action],
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
  return denialText(action, settled, settled.answer?.kind === 'pending' ? await whereDecided?.() : undefined)
}

function actionOf({ id }: HookClient, { call, mcpTool, cwd }: HookSubject): Action {
  return {
    type: 'tool_call',
    resource: mcpTool?.tool ?? call.tool,
    parameters: mcpTool === undefined ? withWorkdir(call.arguments, cwd) : call.arguments,
    agentId: id,
    principal: agentPrincipal(id),
    ...(mcpTool !== undefined && { server: mcpTool.server }),
  }
}

/** A tool of the client's own reads relative paths where the client works, unless it is told otherwise. */
function withWorkdir(given: JsonObject, cwd: string): JsonObject {
  const { workdir = cwd } = given
  return typeof workdir === 'string' ? { ...given, workdir: resolve(cwd, workdir) } : given
}

/** For the model of the client, which reads it in the place of a result. */
function denialText(
  { resource }: Action,
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
