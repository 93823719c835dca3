import { replaceHead } from '../edit/edit-array.ts'
import { addSibling, dropSibling } from '../edit/edit-member.ts'
import type { ServerEdit } from '../edit/server-edit.ts'
import type { ConfigFormat } from '../formats/formats.ts'
import { quoteString } from '../formats/quote-string.ts'
import type { ScalarNode, SyntaxNode } from '../formats/syntax-node.ts'
import { valueAt } from '../formats/value/change-value.ts'
import type { ConfigPath, ConfigValue } from '../formats/value/config-value.ts'
import type { OpenConfig } from '../servers/open-config.ts'
import type { CommandSite } from '../servers/read-server.ts'

export interface EditedText {
  readonly format: ConfigFormat
  readonly text: string
  /** The arguments of the site as values, or its whole command line where it is one list. */
  readonly items: readonly ConfigValue[]
}

/** The items a site's array holds, as values. */
export function editedText(config: OpenConfig, site: CommandSite): EditedText {
  const path = site.kind === 'argv' ? [...site.path, site.member.key] : [...site.path, site.argsKey]
  const items = valueAt(config.value, path)
  return { format: config.format, text: config.text, items: Array.isArray(items) ? items : [] }
}

/** How the entry was written before it was wrapped, where a backup still tells. */
export interface OriginalSpelling {
  /** The command as it was written. */
  readonly commandLiteral?: string
  /** It had no key for arguments. */
  readonly argsAbsent: boolean
}

/** Puts `head` in front of the command line. Undefined where the entry cannot be edited in place. */
export function prependHead(
  source: EditedText,
  site: CommandSite,
  head: readonly string[],
): ServerEdit | undefined {
  if (site.kind === 'argv') return replaceArgv(source, site, { head, drop: 0 })
  const [program = '', ...args] = head
  const { value } = site.command
  if (value.kind !== 'scalar' || value.string === undefined) return undefined
  const literals = [...args.map(quoteString), literalOf(source.text, value, value.string)]
  const setCommand = { ...spanOf(value), text: quoteString(program) }
  const argsSplices =
    site.args === undefined
      ? [
          addSibling(source.text, site.command, {
            format: source.format,
            key: site.argsKey,
            value: `[${literals.join(', ')}]`,
          }),
        ]
      : replaceHead(source.text, site.args.array, { count: 0, literals })
  return (
    argsSplices && {
      splices: [setCommand, ...argsSplices],
      changes: [
        { path: commandPath(site), value: program },
        { path: argsPath(site), value: [...args, value.string, ...source.items] },
      ],
    }
  )
}

/** Replaces the first `length` elements of a wrapped command line by another head. */
export function exchangeHead(
  source: EditedText,
  site: CommandSite,
  heads: { readonly length: number; readonly head: readonly string[] },
): ServerEdit | undefined {
  const { length, head } = heads
  if (site.kind === 'argv') return replaceArgv(source, site, { head, drop: length })
  if (site.args === undefined) return undefined
  const [program = '', ...args] = head
  const argsSplices = replaceHead(source.text, site.args.array, {
    count: length - 1,
    literals: args.map(quoteString),
  })
  return (
    argsSplices && {
      splices: [{ ...spanOf(site.command.value), text: quoteString(program) }, ...argsSplices],
      changes: [
        { path: commandPath(site), value: program },
        { path: argsPath(site), value: [...args, ...source.items.slice(length - 1)] },
      ],
    }
  )
}

/** Takes the first `length` elements away, so that the server's own command is the command again. */
export function removeHead(
  source: EditedText,
  site: CommandSite,
  removed: { readonly length: number; readonly original?: OriginalSpelling },
): ServerEdit | undefined {
  const { length, original } = removed
  if (site.kind === 'argv') return replaceArgv(source, site, { head: [], drop: length })
  const moved = site.args?.array.items[length - 1]?.value
  if (site.args === undefined || moved?.kind !== 'scalar' || moved.string === undefined) return undefined
  const command = original?.commandLiteral ?? literalOf(source.text, moved, moved.string)
  const rest = source.items.slice(length)
  const dropped =
    rest.length === 0 && original?.argsAbsent === true
      ? dropSibling(source.text, site.command, site.args.member)
      : undefined
  const argsSplices =
    dropped === undefined
      ? replaceHead(source.text, site.args.array, { count: length, literals: [] })
      : [dropped]
  return (
    argsSplices && {
      splices: [{ ...spanOf(site.command.value), text: command }, ...argsSplices],
      changes: [
        { path: commandPath(site), value: moved.string },
        { path: argsPath(site), value: dropped === undefined ? rest : undefined },
      ],
    }
  )
}

function replaceArgv(
  source: EditedText,
  site: Extract<CommandSite, { kind: 'argv' }>,
  change: { readonly head: readonly string[]; readonly drop: number },
): ServerEdit | undefined {
  const literals = change.head.map(quoteString)
  const splices = replaceHead(source.text, site.array, { count: change.drop, literals })
  const value = [...change.head, ...source.items.slice(change.drop)]
  return splices && { splices, changes: [{ path: [...site.path, site.member.key], value }] }
}

/** Moves a literal as it is written where that is safe, so that its way back gives the very same text. */
function literalOf(text: string, node: ScalarNode, value: string): string {
  return node.movable ? text.slice(node.start, node.end) : quoteString(value)
}

function spanOf(node: SyntaxNode): { readonly start: number; readonly end: number } {
  return { start: node.start, end: node.end }
}

function commandPath(site: Extract<CommandSite, { kind: 'split' }>): ConfigPath {
  return [...site.path, site.command.key]
}

function argsPath(site: Extract<CommandSite, { kind: 'split' }>): ConfigPath {
  return [...site.path, site.argsKey]
}
