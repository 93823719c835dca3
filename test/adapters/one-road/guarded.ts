import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Action } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { createKvlar, isKvlarError, noticeOf, type Kvlar, type KvlarContext, type Notice } from '@kvlar/sdk'
import { Gate } from '@kvlar/sdk/gate'
import { memoryQueue } from '../../../packages/sdk/test/program.ts'
import {
  asToolCall,
  hasProto,
  recording,
  SESSION_ID,
  type Given,
  type Surface,
  type Told,
} from './surface.ts'

/** Makes a call as one framework does. */
export type Through = (kvlar: Kvlar, action: Action, called: Called) => Promise<Told>

/** For the tool behind an adapter. */
export interface Called {
  /** Who calls, for adapters that are told by the program. */
  readonly context: KvlarContext
  /** What the function of the tool does: it notes its arguments. */
  readonly run: (args: unknown) => string
  /** What the function ran with. */
  readonly ran: () => Told | undefined
}

/** How a framework is started, where it runs on between calls. */
export type Start = (
  kvlar: Kvlar,
  given: Given,
) => Promise<{ readonly make: Through; readonly close: () => Promise<void> }>

/** A surface over guarded functions. */
export function guardedSurface(
  name: string,
  start: Start,
  express: Surface['express'] = asToolCall,
): Surface {
  return {
    name,
    express,
    hears: 'ok',
    knowsAge: true,
    refuses: ({ parameters }) => hasProto(parameters),
    hasFloor: false,
    open: async (given) => {
      const { record, recorded } = recording()
      const approvals = memoryQueue()
      const kvlar = createKvlar({ policies: given.policies, approvals, record })
      const { make, close } = await start(kvlar, given)
      return {
        recorded,
        make: (action) => make(kvlar, action, calledBy(action, given)),
        close: async () => {
          await close()
          await approvals.close()
        },
      }
    },
  }
}

/** For frameworks that live as long as a call. */
export function anew(make: Through): Start {
  return async () => ({ make, close: async () => undefined })
}

function calledBy({ principal, agentId }: Action, { startedAtMs }: Given): Called {
  let ran: Told | undefined
  return {
    context: { principal, agentId, sessionId: SESSION_ID, sessionStartedAtMs: startedAtMs },
    run: (args) => {
      ran = { kind: 'ran', with: args as JsonObject }
      return 'done'
    },
    ran: () => ran,
  }
}

/** What an agent is told, read. */
export function toldBy(notice: Pick<Notice, 'decision' | 'rule_id' | 'code'>): Told {
  const { decision: outcome, rule_id: ruleId, code } = notice
  return ruleId === undefined ? { kind: 'unread' } : { kind: 'stopped', outcome, ruleId, code }
}

/** What a guarded call came to. @throws what is no answer of Kvlar */
export async function toldOf(called: Called, calling: () => Promise<unknown>): Promise<Told> {
  try {
    await calling()
  } catch (error) {
    const notice = noticeOf(error)
    if (!isKvlarError(error) || notice === undefined) throw error
    return toldBy(notice)
  }
  return ranOf(called)
}

export function ranOf(called: Called): Told {
  const ran = called.ran()
  if (ran === undefined) throw new Error('the call has neither run nor been stopped')
  return ran
}

/** What of an action an adapter is told beside the call. */
export function placeOf({ server, target }: Action): Pick<Action, 'server' | 'target'> {
  return { ...(server !== undefined && { server }), ...(target !== undefined && { target }) }
}

export const GUARD = guardedSurface(
  'guard()',
  anew(async (kvlar, action, called) => {
    const options = { ...placeOf(action), context: called.context, onPending: 'throw' } as const
    const guarded = kvlar.guard(action.resource, (args: JsonObject) => called.run(args), options)
    return toldOf(called, () => guarded(action.parameters))
  }),
)

/** `Gate`, which lets go and runs nothing; of several files it reads one that inherits from them. */
export const GATE: Surface = {
  name: 'Gate',
  express: asToolCall,
  hears: 'running',
  knowsAge: true,
  refuses: ({ parameters }) => hasProto(parameters),
  hasFloor: false,
  open: async ({ files, folder, startedAtMs }) => {
    const { record, recorded } = recording()
    const approvals = memoryQueue()
    const file = join(folder, 'all.yaml')
    const document = { name: 'all', extends: files.map((one) => `./${basename(one)}`), rules: [] }
    writeFileSync(file, JSON.stringify(document))
    const gate = Gate.fromFile(file, { record, approvals, enableDrift: false })
    return {
      recorded,
      make: async (action) => {
        const { resource: actionName, parameters: params, principal, agentId, server, target } = action
        try {
          const verdict = await gate.evaluate({
            principalId: principal.id,
            principalKind: principal.kind,
            roles: principal.roles,
            agentId,
            actionName,
            params,
            sessionId: SESSION_ID,
            sessionStartedAtMs: startedAtMs,
            ...(server !== undefined && { server }),
            ...(target !== undefined && { resource: target }),
          })
          if (verdict.kind === 'permit') return { kind: 'ran', with: params }
          const { code, ruleId } = verdict
          const outcome = verdict.kind === 'require_approval' ? 'require_approval' : 'deny'
          return { kind: 'stopped', outcome, code, ruleId }
        } catch (error) {
          if (isKvlarError(error) && error.name === 'InvalidArguments') return { kind: 'unread' }
          throw error
        }
      },
      close: async () => {
        gate.close()
        await approvals.close()
      },
    }
  },
}
