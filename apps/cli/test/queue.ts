import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApprovals, type Approvals, type Approver, type AskedCall } from '@kvlar/approvals'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { openSqliteStore } from '@kvlar/approvals/sqlite'
import { DEFAULT_APPROVAL_TERMS, type ApprovalTerms, type RiskLevel } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'

/** Somebody else who decides, on the page. */
export const ANA: Approver = {
  id: 'ana',
  groups: [],
  roles: [],
  rights: [],
  authentication: 'bearer',
  surface: 'page',
}

/** A user's state folder with a queue in it, as a proxy of that user makes it. */
export interface UserQueue {
  readonly approvals: Approvals
  /** The environment of a command of this user. */
  readonly env: NodeJS.ProcessEnv
  /** `XDG_STATE_HOME` of the user. */
  readonly folder: string
}

/** @param waitingMax how many calls of one caller may wait at once; as it ships when absent */
export async function userQueue(waitingMax?: number): Promise<UserQueue> {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-queue-'))
  const keys = await openApprovalKeys(join(folder, 'kvlar', 'keys', 'approvals.key'))
  const store = await openSqliteStore(join(folder, 'kvlar', 'approvals', 'approvals.db'))
  const { PATH = '' } = process.env
  const env = { PATH, HOME: folder, XDG_STATE_HOME: folder, TERM: 'xterm' }
  const caps = waitingMax === undefined ? {} : { caps: { principalMax: waitingMax, sessionMax: waitingMax } }
  return { approvals: createApprovals({ store, keys, ...caps }), env, folder }
}

/** Asks for a call, and answers the id of the request that waits. */
export async function ask(
  approvals: Approvals,
  parameters: JsonObject,
  {
    tool = 'write_file',
    risk = 'medium',
    terms = {},
    principal = 'bot',
    redactFields = [],
  }: {
    readonly tool?: string
    readonly risk?: RiskLevel
    readonly terms?: Partial<ApprovalTerms>
    readonly principal?: string
    readonly redactFields?: readonly string[]
  } = {},
): Promise<string> {
  const asked: AskedCall = {
    sessionId: 'session-1',
    action: {
      type: 'tool_call',
      resource: tool,
      parameters,
      agentId: 'bot',
      principal: { id: principal, kind: 'agent', roles: [] },
      server: 'files',
    },
    redactFields,
    decision: {
      outcome: 'require_approval',
      code: 'POLICY_APPROVAL_REQUIRED',
      ruleId: 'ask-writes',
      policy: 'files',
      reason: 'writes need a human',
      riskLevel: risk,
      approval: { ...DEFAULT_APPROVAL_TERMS, ...terms },
    },
    policyDigest: 'sha256:00',
  }
  const { request } = await approvals.request(asked)
  return request.id
}
