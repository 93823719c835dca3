import { loadPolicy, PolicyError, type Policy, type PolicyFiles } from '@kvlar/core'
import { POLICY_FOLDER, readText } from '@kvlar/core/node'

/** How a policy is written. */
export type PolicyFormat = 'json' | 'toml' | 'yaml'

/** Where a gate has its policy from, and so how what it is reloaded with is read. */
export type PolicySource =
  | { readonly kind: 'object'; readonly policy: object }
  | { readonly kind: 'text'; readonly format: PolicyFormat; readonly text: string }
  | { readonly kind: 'file'; readonly path: string; readonly format?: PolicyFormat }

/** @throws PolicyError with all problems found */
export function policyOf(source: PolicySource): Policy {
  switch (source.kind) {
    case 'object':
      return loadPolicy(source.policy)
    case 'text':
      return loadPolicy({ file: `policy.${source.format}`, text: source.text })
    case 'file': {
      const { path, format } = source
      if (format !== undefined && !path.toLowerCase().endsWith(`.${format}`))
        throw unreadable(path, `its name does not end in \`.${format}\``)
      const read = readText(path)
      if (!read.ok) throw unreadable(path, read.why)
      return loadPolicy({ file: path, text: read.text }, FILES)
    }
  }
}

function unreadable(file: string, why: string): PolicyError {
  const message = `policy \`${file}\` cannot be read: ${why}`
  return new PolicyError('POLICY_SYNTAX', message, [
    { code: 'POLICY_SYNTAX', severity: 'error', message, file, line: 0, column: 0, length: 1 },
  ])
}

/** What a policy extends lies beside it; the built-in policies are the command's, and a text has nothing beside it. */
const FILES: PolicyFiles = { ...POLICY_FOLDER, builtin: () => undefined }
