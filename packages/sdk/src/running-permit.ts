import { AsyncLocalStorage } from 'node:async_hooks'

/** The permit of the guarded call that runs, carried along its asynchronous work. */
export interface RunningPermit {
  current(): string | undefined
  /** INVARIANT: without a permit of its own a call has none, and never that of the call around it. */
  run<T>(permit: string | undefined, fn: () => T): T
}

export function createRunningPermit(): RunningPermit {
  const storage = new AsyncLocalStorage<{ readonly permit: string | undefined }>()
  return {
    current: () => storage.getStore()?.permit,
    run: (permit, fn) => storage.run({ permit }, fn),
  }
}
