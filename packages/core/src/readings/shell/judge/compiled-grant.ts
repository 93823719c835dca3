import { readFlagGrant, type FlagValue } from '../grant/flag-grant.ts'
import { listedKind, NUMBER_KIND, operandKind, TEXT_KIND, type OperandKind } from './operand-kind.ts'
import { pathKind } from './path-kind.ts'
import { SINGLE_DASH } from '../programs/program-facts.ts'
import type { ProgramGrant, ShellGrant } from '../grant/shell-grant.ts'

/** How a granted flag may come. */
export interface FlagRule {
  readonly isBare: boolean
  readonly spaced?: OperandKind
  readonly equals?: OperandKind
  readonly joined?: OperandKind
}

/** A program or one of its subcommands, ready to be held against words. */
export interface GrantLevel {
  readonly flags: ReadonlyMap<string, FlagRule>
  /** One for each operand, the last one for all that follow; empty where none is granted. */
  readonly operands: readonly OperandKind[]
  /** Longest names first. */
  readonly subcommands: readonly { readonly words: readonly string[]; readonly level: GrantLevel }[]
  /** Whether several letters behind one dash are one flag. */
  readonly isSingleDash: boolean
  readonly walks: boolean | 'hidden'
  /** Names of flags of which one must be there; none has to where it is empty. */
  readonly requires: readonly string[]
}

interface Compiling {
  readonly program: string
  /** What the word `path` stands for: compiled once, because its exceptions may be a long list. */
  readonly path: OperandKind
  readonly walks: boolean | 'hidden'
  readonly requires: readonly string[]
}

export function compilePrograms({ programs, paths = {} }: ShellGrant): ReadonlyMap<string, GrantLevel> {
  const path = pathKind(paths)
  return new Map(
    Object.entries(programs).map(([program, own]) => [
      program,
      compileLevel(own ?? {}, { program, path, walks: false, requires: [] }),
    ]),
  )
}

function compileLevel(grant: ProgramGrant, compiling: Compiling): GrantLevel {
  const { program, path } = compiling
  const walks = grant.walks ?? compiling.walks
  const requires = grant.requires ?? compiling.requires
  const given = grant.operands ?? []
  const operands = (isList(given) ? given : [given]).map((operand) => operandKind(operand, path))
  const read = (grant.flags ?? []).flatMap((text) => {
    const one = readFlagGrant(text)
    return one.ok ? [one.flag] : []
  })
  const isSingleDash = SINGLE_DASH.has(program) || read.some(({ name }) => /^-[^-]./.test(name))
  // A value that is a path is one of the program's own, where its operands say which.
  const valuePath = operands.find(({ kind }) => kind === 'path') ?? path
  const flags = new Map<string, FlagRule>()
  for (const { name, value } of read)
    flags.set(name, {
      ...(flags.get(name) ?? { isBare: false }),
      ...ruleOf({ name, value, path: valuePath, isSingleDash }),
    })
  return {
    flags,
    operands,
    subcommands: Object.entries(grant.subcommands ?? {})
      .map(([name, own]) => ({
        words: name.split(' '),
        level: compileLevel(own ?? {}, { ...compiling, walks, requires }),
      }))
      .toSorted((left, right) => right.words.length - left.words.length),
    isSingleDash,
    walks,
    requires,
  }
}

function ruleOf({
  name,
  value,
  path,
  isSingleDash,
}: {
  readonly name: string
  readonly value: FlagValue | undefined
  readonly path: OperandKind
  readonly isSingleDash: boolean
}): Partial<FlagRule> {
  if (value === undefined) return { isBare: true }
  const kind = valueKind(value.kind, path)
  if (value.form !== 'spaced') return value.form === 'equals' ? { equals: kind } : { joined: kind }
  if (name.startsWith('--')) return { spaced: kind, equals: kind }
  return isSingleDash ? { spaced: kind } : { spaced: kind, joined: kind }
}

function valueKind(kind: FlagValue['kind'], path: OperandKind): OperandKind {
  if (kind === 'text') return TEXT_KIND
  if (kind === 'number') return NUMBER_KIND
  return kind === 'path' ? path : listedKind(kind)
}

function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value)
}
