import { sha256 } from '../bytes/sha256.ts'
import { toHex } from '../bytes/hex.ts'
import { PermitError } from '../errors/permit-error.ts'
import { LIMITS } from '../limits.ts'

/**
 * `sha256:<hex>` over the canonical JSON (RFC 8785) of the parameters of a call: equal parameters, equal digest.
 * @throws PermitError `PERMIT_INVALID_REQUEST` for what is not JSON: `undefined`, functions, instances of classes,
 * numbers that are not finite, lone surrogates, sparse arrays, cycles and nesting over `LIMITS.jsonDepthMax`
 */
export function parametersDigest(parameters: unknown): string {
  const text = canonical(parameters, { depth: 0, nodes: { count: 0 } })
  return `sha256:${toHex(sha256(Buffer.from(text, 'utf8')))}`
}

interface Position {
  readonly depth: number
  readonly nodes: { count: number }
}

/** RFC 8785; this package stands below every other and the verifier of a permit may have nothing else of Kvlar. */
function canonical(value: unknown, { depth, nodes }: Position): string {
  nodes.count += 1
  if (depth > LIMITS.jsonDepthMax || nodes.count > LIMITS.jsonNodesMax)
    throw invalid('are nested too deep or too large')
  const below = { depth: depth + 1, nodes }
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isFinite(value)) throw invalid('hold a number that is not finite')
      return JSON.stringify(value)
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${Array.from(value, (item) => canonical(item, below)).join(',')}]`
      return `{${members(value, below).join(',')}}`
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      throw invalid(`hold a value of type \`${typeof value}\``)
  }
}

/** Sorted by UTF-16 code units (RFC 8785 section 3.2.3), which is how JavaScript compares strings. */
function members(object: object, below: Position): string[] {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== null && prototype !== Object.prototype) throw invalid('hold an instance of a class')
  return Object.entries(object)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${quote(name)}:${canonical(member, below)}`)
}

function quote(text: string): string {
  if (!text.isWellFormed()) throw invalid('hold a lone surrogate')
  return JSON.stringify(text)
}

function invalid(problem: string): PermitError {
  return new PermitError('PERMIT_INVALID_REQUEST', `the parameters of a permit ${problem}; refusing them`)
}
