import type { Node } from '../../document/node.ts'
import type { Report } from '../../document/report.ts'
import { readSource, type Source } from '../../document/source-document.ts'
import type { Diagnostic, Dialect } from '../../policy.ts'
import { readApproveKitPolicy } from './approvekit-policy.ts'
import type { DeclaredPolicy } from './declared-policy.ts'
import { detectDialect, TOP_LEVEL_KEYS } from './detect-dialect.ts'
import { readKavachPolicy } from './kavach-policy.ts'
import { readKvlarPolicy } from '../rules/kvlar-policy.ts'

const READERS: Readonly<
  Record<Dialect, (node: Node, report: Report, hints: readonly string[]) => DeclaredPolicy | undefined>
> = { kvlar: readKvlarPolicy, kavach: readKavachPolicy, approvekit: readApproveKitPolicy }

/** One file read on its own. */
export interface ReadDeclared {
  readonly report: Report
  /** Undefined when the file cannot be used; why has been reported. */
  readonly declared: DeclaredPolicy | undefined
}

/** Reads one policy file or object of any format and dialect; its problems are added to `found`. */
export function readDeclaredPolicy(source: Source, found: Diagnostic[]): ReadDeclared {
  const { report, node } = readSource(source, 'POLICY', found)
  const dialect = node && detectDialect(node, report)
  if (node === undefined || dialect === undefined) return { report, declared: undefined }
  return { report, declared: READERS[dialect](node, report, TOP_LEVEL_KEYS) }
}
