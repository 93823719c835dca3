import { NAME_IN, normalPypi, packageOfScript, programName } from './package-names.ts'
import { readFlags } from './read-flags.ts'
import { PREFIXES, PYTHON_FLAGS, RUNNERS, SCRIPT_FLAGS, type Prefix, type Runner } from './runners.ts'
import type { ServerKind } from './servers.ts'

/** What a command line starts. */
export interface Launch {
  readonly kind: ServerKind
  readonly name: string
}

const LAUNCH_LIMITS = {
  /** Programs that start one another. */
  depthMax: 8,
  wordCharsMax: 4096,
  wordsMax: 1000,
} as const

/** Reads which package, image or program a command line starts; undefined in doubt. */
export function readLaunch(words: readonly string[], depth = 0): Launch | undefined {
  const isTooLong =
    words.length > LAUNCH_LIMITS.wordsMax || words.some((word) => word.length > LAUNCH_LIMITS.wordCharsMax)
  if (isTooLong || depth > LAUNCH_LIMITS.depthMax) return undefined
  const [command = '', ...args] = words
  const program = programName(command)
  for (const runner of RUNNERS) {
    const rest = afterLine(program, args, runner)
    if (rest !== undefined) return runBy(rest, runner)
  }
  const inner = innerCommand(program, args)
  if (inner !== undefined) return inner === 'doubt' ? undefined : readLaunch(inner, depth + 1)
  if (/^(?:node|nodejs|bun|deno|tsx)$/.test(program)) return scriptOf(args)
  if (/^(?:py|python[0-9.]*)w?$/.test(program)) return moduleOf(args)
  return { kind: 'bins', name: program }
}

/** The words behind `docker run`, flags between the two skipped; undefined when the program is called otherwise. */
function afterLine(
  program: string,
  args: readonly string[],
  { line, flags }: Prefix,
): readonly string[] | undefined {
  const [first, ...others] = line
  if (program !== first) return undefined
  let rest: readonly string[] = args
  for (const word of others) {
    rest = readFlags(rest, flags)?.rest ?? []
    if (rest[0] !== word) return undefined
    rest = rest.slice(1)
  }
  return rest
}

function runBy(args: readonly string[], { kind, packages, flags }: Runner): Launch | undefined {
  const read = readFlags(args, { ...flags, values: [...flags.values, ...packages] })
  if (read === undefined) return undefined
  const named = packages.flatMap((flag) => read.values.get(flag) ?? [])
  // With two packages it is not certain which of them the program is of.
  const [word = read.rest[0] ?? '', other] = named
  const name = other === undefined ? NAME_IN[kind](word) : undefined
  return name === undefined ? undefined : { kind, name }
}

/** The command line that another one starts. */
function innerCommand(program: string, args: readonly string[]): readonly string[] | 'doubt' | undefined {
  for (const prefix of PREFIXES) {
    const rest = afterLine(program, args, prefix)
    if (rest === undefined) continue
    const words = readFlags(rest, prefix.flags)?.rest
    const at = words?.findIndex((word) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) ?? -1
    return at < 0 ? 'doubt' : (words?.slice(at) ?? 'doubt')
  }
  if (program === 'cmd') {
    const at = args.findIndex((word) => !/^\/[a-z](?::[a-z]+)?$/i.test(word))
    const words = /^\/[ck]$/i.test(args[at - 1] ?? '') ? args.slice(at) : []
    // What cmd reads before the program does.
    return words.some((word) => /[&|<>%!"]/.test(word)) ? 'doubt' : oneText(words)
  }
  if (/^(?:sh|bash|zsh|dash)$/.test(program)) {
    const at = args.findIndex((word) => /^-[a-z]*c$/.test(word))
    return at >= 0 && at <= 2 && args.length === at + 2 ? oneText(args.slice(at + 1)) : 'doubt'
  }
  return undefined
}

/** Words that may be written as one text; plain words only, since a shell would do more with others. */
function oneText(words: readonly string[]): readonly string[] | 'doubt' {
  const [text = ''] = words
  if (words.length > 1) return words
  if (!/^[A-Za-z0-9@/\\_.,:=+~^[\]-]+(?: [A-Za-z0-9@/\\_.,:=+~^[\]-]+)*$/.test(text)) return 'doubt'
  const split = text.split(' ')
  return split[0] === 'exec' ? split.slice(1) : split
}

/** `node …/node_modules/PACKAGE/…`, `deno run npm:PACKAGE`. */
function scriptOf(args: readonly string[]): Launch | undefined {
  const first = args[0] === 'run' ? args.slice(1) : args
  const [script = ''] = readFlags(first, SCRIPT_FLAGS)?.rest ?? []
  if (!script.startsWith('npm:')) return packageOfScript(script)
  const name = NAME_IN.npm(script.slice('npm:'.length))
  return name === undefined ? undefined : { kind: 'npm', name }
}

/** `python -m MODULE`: the module is named as its package, but for the marks between words. */
function moduleOf(args: readonly string[]): Launch | undefined {
  const at = args.indexOf('-m')
  const [module = '', ...others] = readFlags(args.slice(0, at + 2), PYTHON_FLAGS)?.values.get('-m') ?? []
  const name = others.length === 0 && /^[A-Za-z0-9_.]+$/.test(module) ? module.split('.')[0] : undefined
  return name === undefined ? undefined : { kind: 'pypi', name: normalPypi(name) }
}
