import type { ServerEdit } from '../edit/server-edit.ts'
import type { Server } from '../servers/read-server.ts'
import type { PlannedServer } from './planned-server.ts'

/** What is decided about one server, and how its entry changes. */
export interface ServerPlan {
  readonly planned: PlannedServer
  readonly edit?: ServerEdit
}

/** A server that stays as it is. */
export function leave(server: Server, action: PlannedServer['action'], reason: string): ServerPlan {
  return { planned: { name: server.name, path: server.path, action, reason, policies: [], keptFlags: [] } }
}

/** A server whose entry is laid out in a way that cannot be continued. */
export function unplain(server: Server): ServerPlan {
  return leave(server, 'refuse', 'its arguments are laid out in a way that cannot be edited in place')
}
