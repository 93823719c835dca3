import { matchesName, type NameFilter } from '../../servers/name-filter.ts'
import type { DetectedFile } from '../find/detect.ts'
import type { Bundled } from '../find/find-bundled.ts'
import type { Plan, PlannedFile, PlanProblem } from './plan.ts'

/** Sorts what planning came to, and finds the patterns that chose nothing. */
export function toPlan(
  kind: Plan['kind'],
  outcomes: readonly (PlannedFile | PlanProblem)[],
  choice: {
    readonly files: readonly DetectedFile[]
    readonly filter: NameFilter
    readonly bundled?: readonly Bundled[]
  },
): Plan {
  const files = outcomes.filter((outcome) => 'servers' in outcome)
  const problems = outcomes.filter((outcome) => 'error' in outcome)
  const names = files.flatMap((file) => file.servers.map((server) => server.name))
  const patterns = [...(choice.filter.only ?? []), ...(choice.filter.skip ?? [])]
  return {
    kind,
    files,
    problems,
    managed: choice.files.filter(({ file }) => file.scope === 'managed').map(({ path }) => path),
    ...(choice.bundled !== undefined && choice.bundled.length > 0 && { bundled: choice.bundled }),
    unmatched: patterns.filter((pattern) => !names.some((name) => matchesName(name, pattern))),
  }
}
