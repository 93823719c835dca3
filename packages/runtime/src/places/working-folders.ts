import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { isAbsolute } from 'node:path'

/** Processes below one that are looked at. */
const PROCESSES_MAX = 64

/**
 * Where the processes that one has started, and those that these have started, work now: a server reads relative paths
 * from there, wherever it was started. None where the system does not say it, as only Linux does.
 */
export function workingFolders(pid = process.pid): readonly string[] {
  const folders = new Set<string>()
  const pids = childrenOf(pid, [String(pid)])
  // What is found grows while it is walked.
  for (let at = 0; at < pids.length && at < PROCESSES_MAX; at += 1) {
    const child = pids[at] ?? 0
    const folder = orNothing(() => readlinkSync(`/proc/${child}/cwd`), '')
    if (isAbsolute(folder)) folders.add(folder)
    pids.push(
      ...childrenOf(
        child,
        orNothing(() => readdirSync(`/proc/${child}/task`), []),
      ),
    )
  }
  return [...folders]
}

function childrenOf(pid: number, threads: readonly string[]): number[] {
  return threads.flatMap((thread) =>
    orNothing(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'), '')
      .split(' ')
      .map(Number)
      .filter((child) => child > 0),
  )
}

/** A process that is gone by now works nowhere. */
function orNothing<T>(ask: () => T, nothing: T): T {
  try {
    return ask()
  } catch {
    return nothing
  }
}
