import { fact, textArgument, type Renderer } from './facts.ts'

const DANGEROUS: ReadonlySet<string> = new Set([
  'rm',
  'dd',
  'mkfs',
  'sudo',
  'su',
  'chmod',
  'chown',
  'kill',
  'eval',
])
const FETCHING: ReadonlySet<string> = new Set(['curl', 'wget', 'nc', 'ssh', 'scp'])

/** A command line: its programs, and what a shell would do between them. A reading for people, not a shell. */
export const renderShell: Renderer = (args, tool) => {
  const isShell = /(?:shell|bash|exec|terminal|command|powershell)/i.test(tool)
  const text = textArgument(
    args,
    isShell ? ['command', 'cmd', 'script', 'commandline', 'input'] : ['command', 'cmd', 'shell'],
  )
  if (text === undefined) return undefined
  const parts = text
    .split(/\|\||&&|[|;&\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const programs = parts.map((part) => part.split(/\s+/).find((word) => !/^\w+=/.test(word)) ?? '')
  const isRisky = (name: string): boolean => DANGEROUS.has(name) || FETCHING.has(name)
  const has = (pattern: RegExp, label: string, value: string, tone: 'warn' | 'danger') =>
    pattern.test(text) ? [fact(label, value, tone)] : []
  return {
    kind: 'shell',
    facts: [
      ...programs.slice(0, 12).map((name) => fact('runs', name, isRisky(name) ? 'danger' : 'plain')),
      ...(programs.length > 12 ? [fact('runs', `${programs.length - 12} more`, 'warn')] : []),
      ...has(/\bsudo\b/, 'privileges', 'sudo', 'danger'),
      ...has(/\|\s*(?:sudo\s+)?(?:ba|z|da|k)?sh\b/, 'pipe', 'into a shell', 'danger'),
      ...has(/[^2&]?>{1,2}/, 'redirect', 'writes a file', 'warn'),
      ...has(/\$\(|`/, 'substitution', 'runs what another command prints', 'warn'),
      ...has(/\s-[a-z]*[rf][a-z]*\b.*|--force|--recursive/i, 'flags', 'force or recursive', 'warn'),
    ],
  }
}
