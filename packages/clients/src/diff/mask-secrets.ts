import { applySplices, type Splice } from '../edit/splice.ts'
import type { ParsedConfig } from '../formats/parse-config.ts'
import type { ArrayNode, Member, SyntaxNode } from '../formats/syntax-node.ts'

/**
 * The text with the values masked that look like secrets: for showing, never for writing.
 *
 * Masked are all values below `env`, `headers` and their like, values of keys with a telling name, and the
 * argument of a flag with a telling name.
 */
export function maskSecrets(config: Pick<ParsedConfig, 'text' | 'root'>): string {
  return applySplices(config.text, masks(config.root, false))
}

const SECRET_CONTAINERS = /^(?:env|envs|environment|headers|http_headers|env_http_headers|auth|oauth)$/i
const SECRET_NAME =
  /token|secret|password|passwd|passphrase|credential|api[-_]?key|access[-_]?key|private[-_]?key|authorization|bearer/i
const MASK = '***'

function masks(node: SyntaxNode, secret: boolean): readonly Splice[] {
  switch (node.kind) {
    case 'object':
      return node.members.flatMap((member) => masks(member.value, secret || isSecret(member)))
    case 'array':
      return arrayMasks(node, secret)
    case 'scalar':
      return secret && node.literal !== 'null' ? [mask(node)] : []
    case 'opaque':
      return secret ? [mask(node)] : []
  }
}

function isSecret({ key, value }: Member): boolean {
  return SECRET_CONTAINERS.test(key) || (SECRET_NAME.test(key) && value.kind === 'scalar')
}

function arrayMasks(array: ArrayNode, secret: boolean): readonly Splice[] {
  return array.items.flatMap(({ value }, index) => {
    if (secret || value.kind !== 'scalar') return masks(value, secret)
    const previous = array.items[index - 1]?.value
    const flag = previous?.kind === 'scalar' ? (previous.string ?? '') : ''
    const own = value.string ?? ''
    const isArgument = /^-[^=]*$/.test(flag) && SECRET_NAME.test(flag) && !own.startsWith('-')
    const isAssignment = /^[^=\s]*=/.test(own) && SECRET_NAME.test(own.slice(0, own.indexOf('=')))
    return isArgument || isAssignment || (SECRET_NAME.test(own.replace(/:.*/s, '')) && /:\s*\S/.test(own))
      ? [mask(value)]
      : []
  })
}

function mask(node: SyntaxNode): Splice {
  return { start: node.start, end: node.end, text: `"${MASK}"` }
}
