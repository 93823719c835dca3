import type { PrincipalKind } from '@kvlar/core'
import type { Environment, GeoLocation } from '@kvlar/gate'
import type { KvlarContext } from './call-context.ts'
import { InvalidArguments } from './errors/invalid-arguments.ts'
import type { CallOptions } from './guard.ts'
import type { Guarding } from './guard-over.ts'

/** Who calls, among the arguments of a call, as guides of other gates write it. */
export interface CallerArguments {
  readonly _principal_id?: string
  /** `agent` when absent. */
  readonly _principal_kind?: PrincipalKind
  readonly _roles?: readonly string[]
  readonly _agent_id?: string
  readonly _session_id?: string
  readonly _ip?: string
  readonly _origin_ip?: string
  readonly _current_geo?: GeoLocation
  readonly _origin_geo?: GeoLocation
  readonly _device?: string
  readonly _origin_device?: string
}

const KEYS: Readonly<Record<keyof CallerArguments, true>> = {
  _principal_id: true,
  _principal_kind: true,
  _roles: true,
  _agent_id: true,
  _session_id: true,
  _ip: true,
  _origin_ip: true,
  _current_geo: true,
  _origin_geo: true,
  _device: true,
  _origin_device: true,
}

/** Who got lost on the way is not taken for nobody. */
const WHO: ReadonlySet<keyof CallerArguments> = new Set([
  '_principal_id',
  '_principal_kind',
  '_roles',
  '_agent_id',
  '_session_id',
])

/**
 * A guarded function that is told who calls among its arguments: `_principal_id` and its like become the context of the
 * call and are neither judged nor given to the function.
 *
 * For calls that your own code writes. Never hand it to a model: whoever writes the arguments then says who calls.
 *
 * @throws InvalidArguments for another argument whose name begins with `_`; KvlarMisuse for what names nobody
 */
export function withCaller<Args extends object, Result>(
  kvlar: Pick<Guarding, 'run'>,
  guarded: (args: Args, call?: CallOptions) => Promise<Result>,
): (args: Args & CallerArguments, call?: CallOptions) => Promise<Result> {
  return async (args, call) => {
    const own: [string, unknown][] = []
    const said: Partial<Record<keyof CallerArguments, unknown>> = {}
    for (const [key, value] of Object.entries(args)) {
      if (isCallerKey(key)) {
        if (value === undefined && WHO.has(key)) throw misplaced(`takes \`${key}\` with a value only`)
        said[key] = value
      } else if (key.startsWith('_')) throw unknown(key)
      else own.push([key, value])
    }
    // What is left has the type of the arguments again.
    const judged = Object.fromEntries(own) as Args
    return kvlar.run(contextOf(said as CallerArguments), () => guarded(judged, call))
  }
}

/** INVARIANT: without a principal there are no roles, so that roles are never those of an agent by default. */
function contextOf(said: CallerArguments): KvlarContext {
  const { _principal_id: id, _principal_kind: kind, _roles: roles, _agent_id: agentId, _session_id } = said
  const { _ip: ip, _current_geo: geo, _device: device } = said
  const origin = partsOf({ ip: said._origin_ip, geo: said._origin_geo, device: said._origin_device })
  if (id === undefined && (kind !== undefined || roles !== undefined))
    throw misplaced('takes `_principal_kind` and `_roles` with a `_principal_id` only')
  return {
    ...(id !== undefined && { principal: { id, kind: kind ?? 'agent', roles: roles ?? [] } }),
    ...(agentId !== undefined && { agentId }),
    ...(_session_id !== undefined && { sessionId: _session_id }),
    ...partsOf({ ip, geo, device }),
    ...(Object.keys(origin).length > 0 && { origin }),
  }
}

function partsOf({
  ip,
  geo,
  device,
}: { readonly [Part in keyof Environment]: Environment[Part] | undefined }): Environment {
  return {
    ...(ip !== undefined && { ip }),
    ...(geo !== undefined && { geo }),
    ...(device !== undefined && { device }),
  }
}

function isCallerKey(key: string): key is keyof CallerArguments {
  return Object.hasOwn(KEYS, key)
}

function unknown(key: string): InvalidArguments {
  const known = Object.keys(KEYS).map((name) => `\`${name}\``)
  return misplaced(`does not know \`${key}\`; who calls is said by ${known.join(', ')}`)
}

function misplaced(what: string): InvalidArguments {
  return new InvalidArguments(
    'KVLAR_ARGUMENTS_MISPLACED',
    `a function with its caller ${what}; it has not run`,
  )
}
