import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plan } from '@kvlar/clients/file'
import { CURATED } from '@kvlar/policies'
import { kvlarHome } from '../../places/own-places.ts'
import { writeNewFiles } from './write-new-files.ts'
import { templateFiles } from './template-files.ts'

/** The user's own copy of a curated policy, which servers run under that it fits. */
export function ownPolicyFile(name: string): string {
  return join(kvlarHome(), 'policies', name, 'policy.yaml')
}

/** The curated policies that servers of a plan run under and of which the user has no copy yet. */
export function missingPolicies({ files }: Plan): readonly string[] {
  const used = files.flatMap(({ servers }) =>
    servers.flatMap(({ curated }) => (curated?.used === true ? [curated.name] : [])),
  )
  return [...new Set(used)].filter((name) => !existsSync(ownPolicyFile(name)))
}

/** Writes copies as `kvlar init NAME` does. */
export function writePolicies(names: readonly string[]): void {
  for (const template of CURATED.filter(({ name }) => names.includes(name)))
    writeNewFiles(dirname(ownPolicyFile(template.name)), templateFiles(template))
}
