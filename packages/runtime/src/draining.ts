/** Whether something is about to end, for all who say so to others, such as a probe. */
export interface Draining {
  /** Whether this was what began it. */
  begin(): boolean
  /** Hears when it begins; at once where it has. @returns ends that */
  readonly onBegin: (heard: () => void) => () => void
}

export function createDraining(): Draining {
  const hearing = new Set<() => void>()
  let hasBegun = false
  return {
    begin: () => {
      if (hasBegun) return false
      hasBegun = true
      for (const heard of hearing) heard()
      hearing.clear()
      return true
    },
    onBegin: (heard) => {
      if (hasBegun) heard()
      else hearing.add(heard)
      return () => hearing.delete(heard)
    },
  }
}
