import {
  PolicyError,
  readPolicy,
  type Diagnostic,
  type Policy,
  type PolicyFiles,
  type ReadPolicy,
} from '@kvlar/core'
import { nearest } from '@kvlar/core/text'
import { readText } from '@kvlar/core/node'
import { defaultPolicyFile } from '../places/own-places.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { builtinLabel, POLICY_FILES } from './policy-files.ts'

/** The texts a policy was read from, by file: its own first, then those it extends. */
export type PolicyTexts = ReadonlyMap<string, string>

/** What was looked for while policies were read. */
export interface ReadFiles {
  /** Every text that was read, by file. */
  readonly texts: Map<string, string>
  /** Files that could not be read. */
  readonly missing: Set<string>
}

interface LoadOptions {
  readonly onLoaded?: (policy: Policy, texts: PolicyTexts) => void
  readonly files?: ReadFiles
}

/**
 * Loads policies in the order given; the user's own when none is named.
 * @param names files, or names of built-in policies
 * @param onLoaded told of every policy that loads, with the texts that were read
 * @param files takes what is looked for, also for a policy that does not load
 * @throws SettingsError when one cannot be read, PolicyError with the problems of all when one cannot be used
 */
export function loadPolicies(
  names: readonly string[],
  { onLoaded, files }: LoadOptions = {},
): readonly Policy[] {
  const policies: Policy[] = []
  const diagnostics: Diagnostic[] = []
  for (const name of names.length > 0 ? names : [defaultPolicyFile()]) {
    const texts = new Map<string, string>()
    const read = readPolicyNamed(name, texts, files?.missing)
    for (const [file, text] of texts) files?.texts.set(file, text)
    if (read.ok) {
      policies.push(read.policy)
      onLoaded?.(read.policy, texts)
    } else diagnostics.push(...read.diagnostics)
  }
  const first = diagnostics.find(({ severity }) => severity === 'error')
  if (first !== undefined) {
    throw new PolicyError(first.code, 'the policy does not load; it is refused as a whole', diagnostics)
  }
  return policies
}

/**
 * Reads one policy, whatever it says.
 * @param texts takes every text that is read, by file
 * @param missing takes every file that cannot be read
 * @throws SettingsError when there is no such file
 */
export function readPolicyNamed(
  name: string,
  texts = new Map<string, string>(),
  missing = new Set<string>(),
): ReadPolicy {
  const files = remembering({ texts, missing })
  const builtin = files.builtin(name)
  if (builtin !== undefined) return readPolicy({ file: builtinLabel(name), text: builtin }, files)
  const read = readText(name)
  if (read.ok) {
    texts.set(name, read.text)
    return readPolicy({ file: name, text: read.text }, files)
  }
  missing.add(name)
  const message = `policy \`${name}\` cannot be read: ${read.why}`
  if (!read.isMissing) return { ok: false, diagnostics: [unreadable(name, message)] }
  throw new SettingsError(
    'SETTINGS_NO_POLICY',
    message,
    name === defaultPolicyFile()
      ? '`kvlar init` writes one; `--policy FILE`, or `policies` in code, names another'
      : helpForName(name),
  )
}

/** Which built-in policy a name that is no file may mean. */
export function helpForName(name: string): string | undefined {
  const meant = nearest(name, POLICY_FILES.builtinNames ?? [])
  return meant === undefined ? undefined : `did you mean the built-in policy \`${meant}\`?`
}

function unreadable(file: string, message: string): Diagnostic {
  return { code: 'POLICY_SYNTAX', severity: 'error', message, file, line: 0, column: 0, length: 1 }
}

/** The files of policies, each text kept as it was read: what is recorded is what was loaded. */
function remembering({ texts, missing }: ReadFiles): PolicyFiles {
  const keep = (file: string, text: string | undefined): string | undefined => {
    if (text === undefined) missing.add(file)
    else texts.set(file, text)
    return text
  }
  return {
    ...POLICY_FILES,
    read: (path) => keep(path, POLICY_FILES.read(path)),
    builtin: (name) => {
      const text = POLICY_FILES.builtin(name)
      if (text !== undefined) texts.set(builtinLabel(name), text)
      return text
    },
  }
}
