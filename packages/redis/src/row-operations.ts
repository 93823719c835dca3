import {
  ApprovalsError,
  type ApprovalStore,
  type Changes,
  type InsertAnswer,
  type PendingCaps,
  type RowFilter,
} from '@kvlar/approvals'
import { REDIS_LIMITS } from './limits.ts'
import { CHANGES_LUA } from './lua/changes.ts'
import { GET_LUA } from './lua/get.ts'
import { INSERT_LUA } from './lua/insert.ts'
import { LIST_LUA } from './lua/list.ts'
import { REPLACE_LUA } from './lua/replace.ts'
import { columnsOf, rowsOf } from './row-columns.ts'
import { script, type ScriptAnswer, type ScriptRunner } from './run-script.ts'

const INSERT = script(INSERT_LUA)
const REPLACE = script(REPLACE_LUA)
const GET = script(GET_LUA)
const LIST = script(LIST_LUA)
const CHANGES = script(CHANGES_LUA)

/** What a queue does with its rows, each in one script. */
export function rowOperations(
  scripts: ScriptRunner,
  endedMax: number,
): Pick<ApprovalStore, 'insert' | 'replace' | 'get' | 'list' | 'changes'> {
  const bounds = [endedMax, REDIS_LIMITS.endedBytesMax, REDIS_LIMITS.prunedPerWriteMax]
  return {
    insert: async (row, caps) => {
      const columns = columnsOf(row, REDIS_LIMITS.newRowBytesMax)
      return insertAnswer(await scripts.write(INSERT, [...columns, ...bounds, ...capArguments(caps)]))
    },
    replace: async (row) => {
      const columns = columnsOf(row, REDIS_LIMITS.rowBytesMax)
      const [answer] = await scripts.write(REPLACE, [...columns, ...bounds])
      return answer === 'replaced'
    },
    get: async (id) => rowsOf(await scripts.run(GET, [id]))[0],
    list: async (filter) => rowsOf(await scripts.run(LIST, filterArguments(filter))),
    changes: async (since) => changesOf(await scripts.run(CHANGES, [since ?? '', REDIS_LIMITS.changesMax])),
  }
}

/** The first millisecond at which a clock has not run out, the caps, and the size that is the cap of all. */
function capArguments(caps: PendingCaps | undefined): readonly (string | number)[] {
  if (caps === undefined) return ['']
  const { nowMs, principalMax, sessionMax, serverMax, overallMax } = caps
  return [
    Math.max(Math.floor(nowMs) + 1, 0),
    principalMax,
    sessionMax,
    serverMax,
    overallMax,
    REDIS_LIMITS.openBytesMax,
  ]
}

function insertAnswer([kind, ...rest]: ScriptAnswer): InsertAnswer {
  const [row] = kind === 'exists' ? rowsOf(rest) : []
  const [cap] = rest
  if (kind === 'inserted') return { kind }
  if (row !== undefined) return { kind: 'exists', row }
  if (cap === 'principal' || cap === 'session' || cap === 'server' || cap === 'overall')
    return { kind: 'full', cap }
  throw new ApprovalsError(
    'APPROVAL_STORE_UNAVAILABLE',
    'the approvals queue on Redis gave no answer; refusing',
  )
}

function filterArguments({
  kind,
  states,
  digest,
  isLive,
  dueByMs,
  limit,
}: RowFilter): readonly (string | number)[] {
  return [
    kind,
    limit,
    isLive === undefined ? '' : Number(isLive),
    dueByMs ?? '',
    Number(digest !== undefined),
    Number(states !== undefined),
    digest ?? '',
    ...(states ?? []),
  ]
}

function changesOf([mark, first, ...rest]: ScriptAnswer): Changes {
  if (first === undefined) return { mark: Number(mark), rows: [] }
  if (first === 'gap' && rest.length === 0) return { mark: Number(mark), rows: [], isGap: true }
  const fields = [first, ...rest]
  const rows = Array.from({ length: fields.length / 3 }, (_, n) => ({
    id: fields[n * 3] ?? '',
    kind: fields[n * 3 + 1] === 'grant' ? ('grant' as const) : ('request' as const),
    state: fields[n * 3 + 2] ?? '',
  }))
  return { mark: Number(mark), rows }
}
