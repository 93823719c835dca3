import { createMemoryReplayStore } from './memory-replay-store.ts'
import type { ReplayStore } from './replay-store.ts'

const stores = new WeakMap<WeakKey, Map<string, ReplayStore>>()

/**
 * This process's memory for whatever goes by one owner and one name, so that making a new verifier or channel forgets
 * nothing. It lives as long as its owner does.
 * @param entriesMax how many ids it remembers at a time
 */
export function sharedReplayStore(owner: WeakKey, name: string, entriesMax: number): ReplayStore {
  const ofOwner = stores.get(owner) ?? new Map<string, ReplayStore>()
  stores.set(owner, ofOwner)
  const store = ofOwner.get(name) ?? createMemoryReplayStore(entriesMax)
  ofOwner.set(name, store)
  return store
}
