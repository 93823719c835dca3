/** Curated policies by what a server is started by. */
export interface CuratedChoice {
  /** The name of the policy that fits a command line. */
  readonly fits: (command: string, args: readonly string[]) => string | undefined
  /** The user's file for a policy, absolute. */
  readonly fileOf: (name: string) => string
  /** A server that would run under the default policy runs under the one that fits. */
  readonly use: boolean
}

/** Where the policies of a server may come from. */
export interface PolicyChoice {
  /** Policies for every server; absent: those a server has already, else the default. */
  readonly policies?: readonly string[]
  readonly defaultPolicies: readonly string[]
  readonly curated?: CuratedChoice
}

/** A curated policy that fits a server, and whether the server runs under it. */
export interface FittingPolicy {
  readonly name: string
  readonly used: boolean
}

export interface ChosenPolicies {
  readonly policies: readonly string[]
  /** Absent where none fits, or where somebody chose another policy than the default one. */
  readonly curated?: FittingPolicy
}

/**
 * Chooses the policies of one server. What somebody chose stays: policies named now first, then those that the server
 * has; only the default gives way to the curated policy that fits, and only where that is asked for.
 *
 * @param argv its command line, without Kvlar in front of it
 * @param present the policies that it runs under now; none where it is not wrapped
 */
export function choosePolicies(
  { policies, defaultPolicies, curated }: PolicyChoice,
  argv: readonly (string | undefined)[],
  present: readonly string[],
): ChosenPolicies {
  if (policies !== undefined) return { policies }
  const kept = present.length === 0 ? defaultPolicies : present
  const name = curated && fitting(curated, argv)
  if (curated === undefined || name === undefined) return { policies: kept }
  const own = [curated.fileOf(name)]
  if (isSame(kept, own)) return { policies: kept, curated: { name, used: true } }
  if (!isSame(kept, defaultPolicies)) return { policies: kept }
  return { policies: curated.use ? own : kept, curated: { name, used: curated.use } }
}

function fitting({ fits }: CuratedChoice, argv: readonly (string | undefined)[]): string | undefined {
  const [command, ...args] = argv.filter((word) => word !== undefined)
  return command === undefined || args.length + 1 < argv.length ? undefined : fits(command, args)
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index])
}
