import { existsSync } from 'node:fs'
import { ConfigError } from '@kvlar/core'
import { maskedDiff } from '../../diff/masked-diff.ts'
import type { Environment } from '../../places/environment.ts'
import type { OpenConfig } from '../../servers/open-config.ts'
import type { DetectedFile } from '../find/detect.ts'
import { readConfigFile, type ConfigFile } from '../read-file.ts'
import type { PlannedFile, PlanProblem } from './plan.ts'

/** What planning one file came to. */
export type FileOutcome = Pick<PlannedFile, 'servers' | 'after' | 'method'>

/** Puts the parts of a plan for one file together. */
export function plannedFile(
  detected: DetectedFile,
  source: { readonly file: ConfigFile; readonly config: OpenConfig; readonly environment: Environment },
  outcome: FileOutcome,
): PlannedFile {
  const { client, file, path, target, alsoReadBy } = detected
  const before = source.file.text
  const changed = outcome.after !== before
  return {
    client: client.id,
    title: client.title,
    alsoReadBy: alsoReadBy.map((other) => other.title),
    scope: file.scope,
    format: file.format,
    path,
    target,
    before,
    changed,
    diff: changed ? maskedDiff(source.config, outcome.after, path) : '',
    notes: changed ? notesFor(detected, source.environment) : [],
    ...outcome,
  }
}

/** Runs the planning of one file; what a ConfigError says about it becomes a problem of the plan. */
export function problemOr<T>(detected: DetectedFile, action: () => T): T | PlanProblem {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { client: detected.client.id, path: detected.path, error }
  }
}

/** Nothing for a file that is mostly about other things and does not speak of servers. */
export function worthSaying<T extends PlannedFile | PlanProblem>(
  { file, path }: DetectedFile,
  outcome: T,
): readonly T[] {
  const isSilent = 'error' in outcome ? !mentionsMcp(path) : outcome.servers.length === 0
  return file.isMixed === true && isSilent ? [] : [outcome]
}

/** What cannot be read may say anything. */
function mentionsMcp(path: string): boolean {
  try {
    return /mcp/i.test(readConfigFile(path).text)
  } catch {
    return true
  }
}

function notesFor({ client, file }: DetectedFile, environment: Environment): readonly string[] {
  return client.notes
    .filter((note) => note.scope === undefined || note.scope === file.scope)
    .filter(
      (note) =>
        note.whenExists === undefined || note.whenExists(environment).some((path) => existsSync(path)),
    )
    .map((note) => note.text)
}
