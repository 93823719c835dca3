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
        return { name: shownName(server), state, policies: state === 'wrapped' ? server.policies : [] }
      }),
    })),
    problems: plan.problems.map(({ path, error }) => ({ path, why: error.message })),
    bundled: plan.bundled ?? [],
    managed: plan.managed,
  }
}
