import { readLaunch } from './read-launch.ts'
import { POLICY_SERVERS } from './servers.ts'

/**
 * The curated policy for the server that a command line starts: by the package, image or program that it names.
 *
 * A proposal, never a proof: the name says what is meant to run. What cannot be read with certainty fits no policy.
 *
 * @returns the name of the policy
 */
export function policyForCommand(command: string, args: readonly string[]): string | undefined {
  const launch = readLaunch([command, ...args])
  if (launch === undefined) return undefined
  return POLICY_SERVERS.find((row) => row[launch.kind]?.includes(launch.name))?.policy
}
