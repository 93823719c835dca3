import { setTimeout as sleep } from 'node:timers/promises'
import { PolicyError, type Policy } from '@kvlar/core'
import { readText } from '@kvlar/core/node'
import { loadPolicies, type PolicyTexts, type ReadFiles } from '../load-policies.ts'

/** A set of policies as its files had it, or why there is none. */
export type Reading = (
  | { readonly ok: true; readonly policies: ReadonlyMap<Policy, PolicyTexts> }
  | { readonly ok: false; readonly why: string }
) & {
  /** What was read or looked for: when one of them changes, the set may be another. */
  readonly files: readonly string[]
}

/** How long files must be left alone to be taken for whole. */
const STEADY_MS = 100
/** Files that are written over and over are read again when they change next. */
const ROUNDS_MAX = 20

/**
 * Loads policies once two readings of all their files, some time apart, have the same bytes: a file that is being
 * written, or a set of which one half is saved, comes into force nowhere. Never rejects.
 */
export async function readSteadily(names: readonly string[]): Promise<Reading> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const found: ReadFiles = { texts: new Map(), missing: new Set() }
    const reading = read(names, found)
    await sleep(STEADY_MS)
    if (isUnchanged(found)) return reading
  }
  return { ok: false, why: `failed to load ${names.join(', ')}: the files are being written`, files: names }
}

function read(names: readonly string[], found: ReadFiles): Reading {
  const policies = new Map<Policy, PolicyTexts>()
  const onLoaded = (policy: Policy, texts: PolicyTexts): void => void policies.set(policy, texts)
  try {
    loadPolicies(names, { onLoaded, files: found })
    return { ok: true, policies, files: filesOf(found) }
  } catch (error) {
    return { ok: false, why: whyOf(error, names), files: filesOf(found) }
  }
}

function filesOf({ texts, missing }: ReadFiles): readonly string[] {
  return [...texts.keys(), ...missing].filter(isFile)
}

/** A policy that is in no file has a label in place of a name. */
function isFile(file: string): boolean {
  return !file.startsWith('<')
}

function isUnchanged({ texts, missing }: ReadFiles): boolean {
  const isSame = ([file, text]: readonly [string, string]): boolean => {
    const now = readText(file)
    return now.ok && now.text === text
  }
  return (
    [...texts].filter(([file]) => isFile(file)).every(isSame) &&
    [...missing].every((file) => !readText(file).ok)
  )
}

/** In one line: where, and what. */
function whyOf(error: unknown, names: readonly string[]): string {
  const first =
    error instanceof PolicyError ? error.diagnostics.find(({ severity }) => severity === 'error') : undefined
  if (first === undefined)
    return `failed to load ${names.join(', ')}: ${error instanceof Error ? error.message : String(error)}`
  const place = first.line > 0 ? `${first.line}:${first.column}: ` : ''
  return `failed to load ${first.file}: ${place}${first.message}`
}
