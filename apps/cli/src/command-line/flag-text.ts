import type { Flag, NamedSpec } from './command-spec.ts'

/** `-p, --policy FILE`; flags without a letter are indented by the width of one. */
export function flagLabel(flag: Flag): string {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `
  const placeholder = flagPlaceholder(flag)
  return `${short}--${flag.name}${placeholder === '' ? '' : ` ${placeholder}`}`
}

/** What stands for the value, empty for a switch. */
export function flagPlaceholder(flag: Flag): string {
  switch (flag.kind) {
    case 'switch':
      return ''
    case 'choice':
      return flag.name.slice(flag.name.lastIndexOf('-') + 1).toUpperCase()
    case 'value':
    case 'list':
    case 'integer':
      return flag.placeholder
  }
}

/** The summary with what the flag's kind adds: its choices and its default. */
export function flagSummary(flag: Flag): string {
  const choices = 'choices' in flag && flag.choices ? `: ${flag.choices.join(', ')}` : ''
  const preset = 'default' in flag && flag.default !== undefined ? ` (default ${flag.default})` : ''
  return `${flag.summary}${choices}${preset}`
}

/** `kvlar validate [FLAGS] [FILE|DIR]…` */
export function usageLine(spec: NamedSpec): string {
  const parts = ['kvlar', spec.name]
  if (spec.flags.length > 0) parts.push('[FLAGS]')
  if (spec.operands) parts.push(`[${spec.operands.placeholder}]${spec.operands.max > 1 ? '…' : ''}`)
  if (spec.wrapsCommand) parts.push('-- COMMAND [ARGS]…')
  return parts.join(' ')
}
