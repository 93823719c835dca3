import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AUDIT_ERROR_CODES, BREAKS } from '../../packages/audit/src/index.ts'
import { DECISION_CODES, DIAGNOSTIC_CODES } from '../../packages/core/src/index.ts'
import { VERIFICATION_ERROR_CODES } from '../../packages/crypto/src/index.ts'
import { VERDICT_CODES } from '../../packages/gate/src/index.ts'
import { REFUSAL_CODES } from '../../packages/proxy/src/index.ts'
import { ENVIRONMENT } from '../../packages/runtime/src/index.ts'
import { root, sourcesBelow } from './source-tree.ts'

/** A code in a source: the families that errors, decisions and verdicts come from. */
const CODE =
  /'((?:POLICY|CONFIG|TEST|APPROVERS|SETTINGS|EVALUATION|COUNTERS|STANDING|PROXY|KVLAR|APPROVAL|KEY|PERMIT|CHANNEL|AUDIT|WRAP|JSON|SERVE)_[A-Z][A-Z0-9_]*)'/g

/** Names of the environment, not codes. */
const NOT_CODES: ReadonlySet<string> = new Set(Object.values(ENVIRONMENT))

/** Every code that a person or a program can meet. */
export function codesInSources(): Set<string> {
  const codes = new Set<string>([
    ...DECISION_CODES,
    ...DIAGNOSTIC_CODES.keys(),
    ...VERDICT_CODES,
    ...REFUSAL_CODES,
    ...VERIFICATION_ERROR_CODES,
    ...AUDIT_ERROR_CODES,
    ...Object.keys(BREAKS),
  ])
  for (const folder of [
    'packages/core',
    'packages/crypto',
    'packages/gate',
    'packages/audit',
    'packages/approvals',
    'packages/proxy',
    'packages/clients',
    'packages/redis',
    'packages/reviewer',
    'packages/sdk',
    'packages/runtime',
    'apps/cli',
  ]) {
    for (const { file } of sourcesBelow(join(root, folder, 'src'))) {
      for (const [, code = ''] of readFileSync(file, 'utf8').matchAll(CODE))
        if (!NOT_CODES.has(code)) codes.add(code)
    }
  }
  return codes
}

/** Every code that has a row in `docs/errors.md`, with the anchor that diagnostics link to. */
export function codesInDocs(): { readonly code: string; readonly anchor: string }[] {
  const text = readFileSync(join(root, 'docs/errors.md'), 'utf8')
  return [...text.matchAll(/^\| (?:<a id="([^"]*)"><\/a>)?`([A-Za-z0-9_]+)`/gm)].map(
    ([, anchor = '', code = '']) => {
      return { code, anchor }
    },
  )
}
