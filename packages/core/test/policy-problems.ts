import { readPolicy, type Diagnostic, type Source } from '@kvlar/core'

/** The problems of a policy that must not load. */
export function problemsOf(source: Source): readonly Diagnostic[] {
  const read = readPolicy(source)
  if (read.ok) throw new Error('the policy loads')
  return read.diagnostics
}

/** The problems of a YAML policy, each as `line:column code`. */
export function placesOf(text: string, file = 'policy.yaml'): readonly string[] {
  return problemsOf({ file, text }).map(({ line, column, code }) => `${line}:${column} ${code}`)
}

/** A Kvlar policy of one rule around the lines given, which start at line 3 and are indented by four. */
export function ruleWith(lines: string): string {
  return `name: p\nrules:\n  - id: r\n${lines.replaceAll(/^/gm, '    ')}\n`
}
