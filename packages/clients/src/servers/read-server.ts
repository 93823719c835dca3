import { findMember } from '../formats/find-member.ts'
import type { ArrayNode, Member, ObjectNode, SyntaxNode } from '../formats/syntax-node.ts'
import type { ConfigPath } from '../formats/value/config-value.ts'
import type { Spelling } from '../known/client.ts'
import type { ServerEntry } from './locate-servers.ts'

/** Where a server's command line is written. */
export type CommandSite =
  | {
      readonly kind: 'split'
      /** The object that holds both keys. */
      readonly path: ConfigPath
      readonly command: Member
      readonly argsKey: string
      readonly args?: { readonly member: Member; readonly array: ArrayNode }
    }
  | { readonly kind: 'argv'; readonly path: ConfigPath; readonly member: Member; readonly array: ArrayNode }

export interface Server {
  readonly name: string
  readonly path: ConfigPath
  /** It is reached by an address. */
  readonly remote: boolean
  readonly disabled: boolean
  readonly site?: CommandSite
  /** Where it sets variables: each with the object that holds it. */
  readonly variables: readonly { readonly path: ConfigPath; readonly member: Member }[]
  /** It takes further variables from a file, which the client reads. */
  readonly variablesFile: boolean
  /** The command line; undefined for an argument that is not a string. */
  readonly argv: readonly (string | undefined)[]
  /** Why its command line cannot be edited in place. */
  readonly problem?: string
}

/** The keys under which entries set variables. */
export const ENV_KEYS: readonly string[] = ['env', 'envs', 'environment']

/** The keys under which an entry may hold an object with its command. */
const COMMAND_OBJECTS = new Set(['command', 'transport'])

const ADDRESS_KEYS = ['url', 'serverUrl', 'httpUrl', 'uri']
const REMOTE_TYPES = new Set([
  'http',
  'sse',
  'streamableHttp',
  'streamable-http',
  'streamable_http',
  'remote',
  'ws',
])

/** What an entry says: how it is started, and whether it is in use. */
export function readServer(entry: ServerEntry, spelling: Spelling): Server {
  const { name, path, node } = entry
  if (node.kind !== 'object') {
    return {
      name,
      path,
      remote: false,
      disabled: false,
      variables: [],
      variablesFile: false,
      argv: [],
      ...problemOf(node),
    }
  }
  const type = stringOf(findMember(node, 'type')?.value)
  const address = ADDRESS_KEYS.some((key) => !isEmpty(findMember(node, key)?.value))
  const state = {
    name,
    path,
    remote: address || REMOTE_TYPES.has(type ?? ''),
    variablesFile: !isEmpty((findMember(node, 'envFile') ?? findMember(node, 'env_file'))?.value),
    disabled: literalOf(node, 'disabled') === 'true' || literalOf(node, 'enabled') === 'false',
  }
  const reading = readSite(node, path, spelling)
  return { ...state, variables: variablesOf(node, path), ...reading }
}

/** Of the entry, and of an object in it that holds the command. */
function variablesOf(node: ObjectNode, path: ConfigPath): Server['variables'] {
  return node.members.flatMap((member) => {
    if (ENV_KEYS.includes(member.key)) return [{ path, member }]
    const isCommand = COMMAND_OBJECTS.has(member.key) && member.value.kind === 'object'
    return isCommand ? variablesOf(member.value, [...path, member.key]) : []
  })
}

type SiteReading = Pick<Server, 'site' | 'argv' | 'problem'>

function readSite(node: ObjectNode, path: ConfigPath, spelling: Spelling): SiteReading {
  const key = spelling.kind === 'argv' ? spelling.key : spelling.command
  const member = findMember(node, key)
  if (member === undefined || isNull(member.value)) {
    // Older Continue: how a server is reached is an object of its own.
    const transport = findMember(node, 'transport')?.value
    return transport?.kind === 'object' ? readSite(transport, [...path, 'transport'], spelling) : { argv: [] }
  }
  switch (spelling.kind) {
    case 'argv':
      return readArgv(member, path)
    case 'split':
      // Older Zed: the command is an object of its own, with `path` and `args`.
      return member.value.kind === 'object'
        ? readSite(member.value, [...path, key], { ...spelling, command: 'path' })
        : readSplit(node, member, { path, argsKey: spelling.args })
  }
}

function readArgv(member: Member, path: ConfigPath): SiteReading {
  const array = member.value
  if (array.kind !== 'array') return { argv: [], problem: `\`${member.key}\` is not a list` }
  if (array.items.length === 0) return { argv: [] }
  const problem = itemProblem(array, member.key)
  return problem ?? { argv: stringsOf(array), site: { kind: 'argv', path, member, array } }
}

function readSplit(
  node: ObjectNode,
  command: Member,
  place: { readonly path: ConfigPath; readonly argsKey: string },
): SiteReading {
  const program = stringOf(command.value)
  if (program === undefined) {
    return { argv: [], ...(problemOf(command.value) ?? { problem: `\`${command.key}\` is not a string` }) }
  }
  if (program === '') return { argv: [] }
  const args = findMember(node, place.argsKey)
  if (args === undefined) return { argv: [program], site: { kind: 'split', ...place, command } }
  if (args.value.kind !== 'array') {
    const problem = args.value.kind === 'opaque' ? `holds ${args.value.why}` : 'is not a list of strings'
    return { argv: [], problem: `\`${place.argsKey}\` ${problem}` }
  }
  const array = args.value
  const problem = itemProblem(array, place.argsKey)
  const site = { kind: 'split', ...place, command, args: { member: args, array } } as const
  return problem ?? { argv: [program, ...stringsOf(array)], site }
}

function itemProblem(array: ArrayNode, key: string): SiteReading | undefined {
  const odd = array.items.find(({ value }) => value.kind !== 'scalar')
  if (odd === undefined) return undefined
  const what = odd.value.kind === 'opaque' ? odd.value.why : 'something that is not a string'
  return { argv: [], problem: `\`${key}\` holds ${what}` }
}

function problemOf(node: SyntaxNode): { readonly problem: string } | undefined {
  return node.kind === 'opaque' ? { problem: `it is written as ${node.why}` } : undefined
}

function stringsOf(array: ArrayNode): (string | undefined)[] {
  return array.items.map(({ value }) => stringOf(value))
}

function stringOf(node: SyntaxNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.string : undefined
}

function literalOf(node: ObjectNode, key: string): string | undefined {
  const value = findMember(node, key)?.value
  return value?.kind === 'scalar' ? value.literal : undefined
}

function isNull(node: SyntaxNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.literal === 'null')
}

/** Programs that write entries for people leave what does not apply empty. */
function isEmpty(node: SyntaxNode | undefined): boolean {
  return isNull(node) || stringOf(node)?.trim() === ''
}
