import { isAbsolutePath } from '../../places/is-absolute-path.ts'
import type { CuratedChoice } from '../../rewrite/choose-policies.ts'
import { wrapConfig } from '../../rewrite/wrap-config.ts'
import type { WrapSettings } from '../../rewrite/wrap-server.ts'
import { isExpanded } from '../../servers/is-expanded.ts'
import { openConfig } from '../../servers/open-config.ts'
import { wrapError } from '../../wrap-error.ts'
import { chooseFiles, type FileChoice } from '../find/choose-files.ts'
import type { DetectedFile } from '../find/detect.ts'
import { findBundled } from '../find/find-bundled.ts'
import { narrowerText, wideRoots, wideRootText } from '../find/wide-roots.ts'
import { readConfigFile } from '../read-file.ts'
import { plannedFile, problemOr, worthSaying } from './plan-file.ts'
import type { Plan, PlannedFile } from './plan.ts'
import { toPlan } from './to-plan.ts'

/** What to wrap, and with what. All paths of the launcher, the policies and the config are absolute. */
export interface WrapOptions extends FileChoice {
  readonly launcher: WrapSettings['launcher']
  /** Policies asked for by name: given to every server, also to those that are wrapped already. */
  readonly policies?: readonly string[]
  /** Policies of servers that have none yet when none are asked for; at least one. */
  readonly defaultPolicies: readonly string[]
  /** Curated policies: which fit, and whether they are used. */
  readonly curated?: CuratedChoice
  /** A `kvlar proxy --config` file. */
  readonly proxyConfig?: string
  /** Names or patterns of servers. */
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
}

/**
 * Plans to put Kvlar in front of the servers of MCP clients. Reads files, writes none.
 *
 * @throws ConfigError for options that cannot be used; what is wrong with one file is a problem of the plan.
 */
export function planWrap(options: WrapOptions): Plan {
  checkPaths(options)
  const files = chooseFiles(options)
  const settings = settingsOf(options)
  const planned = files
    .filter((file) => file.file.scope !== 'managed')
    .flatMap((file) =>
      worthSaying(
        file,
        problemOr(file, () => planOne(file, settings, options)),
      ),
    )
  const bundled = options.config === undefined ? findBundled(options.environment, options.clients ?? []) : []
  return toPlan('wrap', planned, { files, filter: options, bundled })
}

function settingsOf(options: WrapOptions): WrapSettings {
  const { launcher, policies, defaultPolicies, curated, proxyConfig, only, skip } = options
  return {
    launcher,
    defaultPolicies,
    ...(policies === undefined || policies.length === 0 ? {} : { policies }),
    ...(curated === undefined ? {} : { curated }),
    ...(proxyConfig === undefined ? {} : { config: proxyConfig }),
    ...(only === undefined ? {} : { only }),
    ...(skip === undefined ? {} : { skip }),
  }
}

function planOne(detected: DetectedFile, settings: WrapSettings, options: WrapOptions): PlannedFile {
  const file = readConfigFile(detected.path)
  const config = openConfig(detected.file, file.text, detected.path)
  const { text: after, servers } = wrapConfig(config, settings, detected.path)
  const source = { file, config, environment: options.environment }
  const planned = plannedFile(detected, source, { servers, after, method: 'edit' })
  const wrapped = config.servers.filter((_, at) => servers[at]?.policies.length !== 0)
  const wide = wrapped.flatMap((server) => wideRoots(server, options.environment))
  return {
    ...planned,
    notes: [
      ...planned.notes,
      ...wide.map((one) => `${wideRootText(one)}; ${narrowerText(one)}`),
      ...wrapped.filter(({ variablesFile }) => variablesFile).map(({ name }) => variablesFileText(name)),
    ],
  }
}

function variablesFileText(name: string): string {
  return `\`${name}\` takes variables from a file: what that sets for Node (NODE_OPTIONS and the like) reaches Kvlar, too`
}

function checkPaths(options: WrapOptions): void {
  const { launcher, policies = [], defaultPolicies, proxyConfig } = options
  const paths = [launcher.node, launcher.entry, ...policies, ...defaultPolicies]
  const folders = launcher.folders === undefined ? [] : Object.values(launcher.folders)
  const bad = [...paths, ...folders, ...(proxyConfig === undefined ? [] : [proxyConfig])].find(
    (path) => !isAbsolutePath(path, options.environment.platform) || isExpanded(path) || /\p{Cc}/u.test(path),
  )
  if (bad !== undefined || paths.length < 3) {
    const what = bad === undefined ? 'no policy is named' : `\`${bad}\` is not a plain absolute path`
    throw wrapError('WRAP_OPTION_INVALID', `${what}; changing nothing`, {
      file: bad ?? '',
      help: 'name absolute paths without variables: clients start servers from folders of their own choosing',
    })
  }
}
