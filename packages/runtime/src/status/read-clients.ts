import type { ServerAction } from '@kvlar/clients'
import { planWrap, shownName } from '@kvlar/clients/file'
import { defaultPolicyFile } from '../places/own-places.ts'
import type { StatusOptions } from './read-status.ts'
import type { GuardedClients, GuardedServer } from './status.ts'

/** What it means for a server today that `kvlar wrap` would do this to it. */
const STATES: Readonly<Record<ServerAction, GuardedServer['state']>> = {
  already: 'wrapped',
  update: 'wrapped',
  unwrap: 'wrapped',
  wrap: 'unguarded',
  refuse: 'unguarded',
  'not-wrapped': 'unguarded',
  'skip-url': 'remote',
  'skip-disabled': 'off',
  'skip-no-command': 'off',
  'skip-filter': 'off',
}

/** Which servers of which clients run behind Kvlar: what `kvlar wrap` would find to do, read and not done. */
export function readClients({
  environment,
  launcher,
}: Pick<StatusOptions, 'environment' | 'launcher'>): GuardedClients {
  const plan = planWrap({ environment, launcher, defaultPolicies: [defaultPolicyFile()] })
  return {
    files: plan.files.map(({ client, title, path, servers }) => ({
      client,
      title,
      path,
      servers: servers.map((server) => {
        const state = STATES[server.action]
        const isWrapped = state === 'wrapped'
        const shadowFlags = isWrapped ? shadowFlagsOf(server.keptFlags) : undefined
        return {
          name: shownName(server),
          state,
          policies: isWrapped ? server.policies : [],
          ...(shadowFlags !== undefined && { shadowFlags }),
        }
      }),
    })),
    problems: plan.problems.map(({ path, error }) => ({ path, why: error.message })),
    bundled: plan.bundled ?? [],
    managed: plan.managed,
  }
}

/** Those of the flags by which a proxy is started in shadow mode; undefined where it is not. */
function shadowFlagsOf(flags: readonly string[]): string | undefined {
  const found = flags.filter((flag, at) => flag.startsWith('--observe-') || flags[at - 1] === '--observe-for')
  return found.some((flag) => /^--observe-(?:only|for)(?:=|$)/.test(flag)) ? found.join(' ') : undefined
}
