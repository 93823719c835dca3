import { ServeError } from './serve-error.ts'
import type { PolicySets } from './serving.ts'

/** Only the policies that were named at the start, each as it was named: nobody reads files of this machine by a name. */
export function loadedSets(names: readonly string[], sets: PolicySets): PolicySets {
  return {
    named: (asked) => {
      const isLoaded = asked.every((name) => names.includes(name))
      if (isLoaded) return sets.named(asked)
      throw new ServeError(
        'SERVE_NOT_ALLOWED',
        'a policy is named by what it was loaded as, and never by a path',
      )
    },
  }
}
