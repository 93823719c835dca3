/**
 * Whether a stream shows colours: NO_COLOR (no-color.org) wins, then FORCE_COLOR, then TERM=dumb, then whether a
 * person is looking.
 */
export function usesColours(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return isTerminal && env['TERM'] !== 'dumb'
}
