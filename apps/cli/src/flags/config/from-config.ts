import { dirname, resolve } from 'node:path'
import type { KvlarSettings } from '@kvlar/runtime'
import type { ProxyConfig } from '@kvlar/runtime/config'
import type { PinnedFolders } from '@kvlar/runtime/places'

/** A path of a configuration, from where this process works. */
export function besideConfig({ file }: ProxyConfig, path: string): string {
  return resolve(dirname(file), path)
}

/** Policies of both are asked, those of the flags first. */
export function policiesOf(flags: readonly string[], config: ProxyConfig | undefined): readonly string[] {
  const configured = config?.policyPaths.map((path) => besideConfig(config, path)) ?? []
  return [...flags, ...configured]
}

/** Where the user's own folders lie. */
export function foldersOf(
  {
    home,
    'state-home': stateHome,
  }: { readonly home: string | undefined; readonly 'state-home': string | undefined },
  config: ProxyConfig | undefined,
): PinnedFolders {
  const configured = (path: string | undefined): string | undefined =>
    config === undefined || path === undefined ? undefined : besideConfig(config, path)
  return { home: home ?? configured(config?.home), stateHome: stateHome ?? configured(config?.stateHome) }
}

/** Which queue: the flag's, that of the environment, the file's, or else the user's own. */
export function queueOf(flag: string | undefined, config: ProxyConfig | undefined): string | undefined {
  if (flag !== undefined || config === undefined || config.approvals === false) return flag
  const queue = config.approvals?.queue
  const { KVLAR_APPROVALS_DB: said = '' } = process.env
  if (queue === undefined || said !== '') return undefined
  return /^rediss?:\/\//i.test(queue) ? queue : besideConfig(config, queue)
}

/** Who is asked, for commands that hold nobody; a queue that a flag names is asked whatever the file says. */
export function askedOf(
  flag: string | undefined,
  config: ProxyConfig | undefined,
): NonNullable<KvlarSettings['approvals']> {
  if (flag === undefined && config?.approvals === false) return false
  const queue = queueOf(flag, config)
  return queue === undefined ? {} : { queue }
}

/** Who may review: the file's holds against the environment, which names no approvers where a person has. */
export function approversOf(flag: string | undefined, config: ProxyConfig | undefined): string | undefined {
  if (flag !== undefined || config === undefined || config.approvals === false) return flag
  const { approvers } = config.approvals ?? {}
  return approvers === undefined ? undefined : besideConfig(config, approvers)
}

/** Whom permits are for. */
export function permitsOf(
  flag: string | undefined,
  config: ProxyConfig | undefined,
): Pick<KvlarSettings, 'permits'> {
  const audience = flag ?? config?.permits
  return audience === undefined ? {} : { permits: { audience } }
}

/** Which Redis machines share. */
export function redisOf(
  flag: string | undefined,
  config: ProxyConfig | undefined,
): Pick<KvlarSettings, 'redis'> {
  const redis = flag ?? config?.redisUrl
  return redis === undefined ? {} : { redis }
}
