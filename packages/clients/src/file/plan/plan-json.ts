import type { AppliedFile } from '../write/apply-plan.ts'
import type { Plan, PlannedFile } from './plan.ts'

/** A plan and what came of it, for scripts; without `applied` nothing was changed, and the differences are told. */
export function planJson(plan: Plan, applied: readonly AppliedFile[] | undefined): object {
  const { files, problems, managed, bundled } = plan
  return {
    dry_run: applied === undefined,
    files: files.map((file) => fileJson(file, applied)),
    problems: problems.map(({ client, path, error }) => ({ client, path, error: said(error) })),
    managed,
    not_covered: bundled?.map(({ client, path, servers }) => ({ client, path, servers })),
  }
}

function fileJson(file: PlannedFile, applied: readonly AppliedFile[] | undefined): object {
  const { client, path, target, scope, changed, method, hook, notes, diff } = file
  const done = applied?.find((one) => one.target === target)
  const servers = file.servers.map(({ name, action, reason, policies, curated }) => ({
    name,
    action,
    reason,
    policies,
    curated,
  }))
  const planned = { client, path, scope, changed, method, servers, hook, notes }
  if (applied === undefined) return { ...planned, diff }
  return { ...planned, backup: done?.backup, error: done?.error && said(done.error) }
}

const said = ({ code, message }: { code: string; message: string }): object => ({ code, message })
