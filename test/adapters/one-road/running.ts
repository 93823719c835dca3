import { join } from 'node:path'
import type { JsonObject } from '@kvlar/core/json'
import { openKvlar, type RunningKvlar } from '../../../packages/runtime/src/index.ts'
import { guardedSurface, placeOf, toldOf } from './guarded.ts'
import type { Given, Surface } from './surface.ts'

let queues = 0

/** A running Kvlar, as the command opens one. */
export function running({ files, folder }: Given): Promise<RunningKvlar> {
  return openKvlar({
    policies: files,
    record: false,
    limits: 'memory',
    approvals: { queue: join(folder, `queue-${++queues}.db`), holdMs: 0 },
    tell: ({ severity, text }) => {
      if (severity === 'error') throw new Error(text)
    },
  })
}

/** `guard()` of a running Kvlar, whose gate is its own: what it records is not looked at. */
export const RUNNING_GUARD: Surface = {
  ...guardedSurface('guard() of openKvlar', async (_kvlar, given) => {
    const kvlar = await running(given)
    return {
      close: async () => kvlar.close(),
      make: async (_other, action, called) => {
        const options = { ...placeOf(action), context: called.context, onPending: 'throw' } as const
        const guarded = kvlar.guard(action.resource, (args: JsonObject) => called.run(args), options)
        return toldOf(called, () => guarded(action.parameters))
      },
    }
  }),
  hasFloor: true,
  records: false,
}
