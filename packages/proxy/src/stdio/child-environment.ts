const OWN_PREFIX = 'KVLAR_'

/** What the server inherits: everything, since its secrets are configured there, except what is ours. */
export function childEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const passed: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    // Windows compares names of variables without regard to case.
    if (value !== undefined && !name.toUpperCase().startsWith(OWN_PREFIX)) passed[name] = value
  }
  return passed
}
