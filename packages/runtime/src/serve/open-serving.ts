import { authenticateApprovers, authenticateLocal, type Authenticate } from '@kvlar/approvals/approvers'
import { openLocalToken } from '@kvlar/approvals/file'
import { loadApprovers } from '../approvals/approvers-file.ts'
import { onDemand } from '../on-demand.ts'
import { openKvlar } from '../open-kvlar.ts'
import { reviewerTokenFile } from '../places/own-places.ts'
import type { KvlarSettings } from '../settings/kvlar-settings.ts'
import { createHandles } from './handles.ts'
import { loadedSets } from './loaded-sets.ts'
import { createPolicySets } from './policy-sets.ts'
import type { Serving } from './serving.ts'

export interface ServeSettings {
  /** Of the Kvlar that judges; it is opened by the first call that is judged. */
  readonly kvlar: KvlarSettings
  /** The file that says who may decide; whoever can read the local token when absent. */
  readonly approvers?: string
}

/** What serves callers, until it is closed. */
export interface OpenServing {
  /** For one more caller. */
  serving(of: Pick<Serving, 'isLocal' | 'actAs'>): Serving
  /** Ends what judges, in order. */
  close(): Promise<void>
}

/** Opens nothing yet: a caller that asks for dry decisions leaves nothing behind. */
export function openServing({ kvlar: settings, approvers }: ServeSettings): OpenServing {
  const kvlar = onDemand(async () => openKvlar(settings))
  const policySets = createPolicySets(settings.policies ?? [])
  const loaded = loadedSets(settings.policies ?? [], policySets)
  const authenticate: Authenticate = async (token) => {
    if (approvers !== undefined) return authenticateApprovers(loadApprovers(approvers))(token)
    return authenticateLocal(await openLocalToken(reviewerTokenFile()))(token)
  }
  return {
    serving: ({ isLocal, actAs }) => ({
      kvlar: () => kvlar.get(),
      policySets: isLocal ? policySets : loaded,
      isLocal,
      actAs,
      authenticate,
      handles: createHandles(),
    }),
    close: async () => (await kvlar.end())?.close(),
  }
}
