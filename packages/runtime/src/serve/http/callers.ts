import { authenticateApprovers, authenticateLocal, type Authenticate } from '@kvlar/approvals/approvers'
import { openLocalToken } from '@kvlar/approvals/file'
import { ConfigError } from '@kvlar/core'
import { readText } from '@kvlar/core/node'
import { serveTokenFile } from '../../places/own-places.ts'
import { SettingsError } from '../../settings/settings-error.ts'
import { SCOPES, type Scope } from '../method.ts'
import { ServeError } from '../serve-error.ts'
import type { Subject } from '../serving.ts'
import { readCallers, type ConfiguredCaller } from './read-callers.ts'

/** What a caller may. */
export type CallerRights = Pick<ConfiguredCaller, 'scopes' | 'subjects'> & {
  readonly roles: readonly string[] | 'any'
}

/** Who may ask, by their tokens. */
export interface Callers {
  readonly authenticate: Authenticate
  /** Of somebody whom `authenticate` knows. */
  rightsOf(id: string): CallerRights
}

const OWN: CallerRights = { scopes: SCOPES, subjects: ['*'], roles: 'any' }
const NONE: CallerRights = { scopes: [], subjects: [], roles: [] }

/** Those of a file. @throws SettingsError, ConfigError */
export function listedCallers(file: string): Callers {
  const read = readText(file)
  if (!read.ok)
    throw new SettingsError('SETTINGS_UNREADABLE', `callers \`${file}\` cannot be read: ${read.why}`)
  const callers = readCallers({ file, text: read.text })
  if (!callers.ok) {
    const code = callers.diagnostics.find(({ severity }) => severity === 'error')?.code ?? 'CONFIG_SYNTAX'
    throw new ConfigError(code, 'the callers do not load; nobody may ask', callers.diagnostics)
  }
  const rights = new Map(callers.callers.map((one) => [one.id, one]))
  return {
    authenticate: authenticateApprovers(callers.callers),
    rightsOf: (id) => rights.get(id) ?? NONE,
  }
}

/** Whoever can read the token of this user, who may ask everything. */
export async function ownCaller(): Promise<Callers> {
  return { authenticate: authenticateLocal(await openLocalToken(serveTokenFile())), rightsOf: () => OWN }
}

/** @throws ServeError `SERVE_NOT_ALLOWED` */
export function checkScope({ scopes }: CallerRights, scope: Scope): void {
  if (!scopes.includes(scope))
    throw new ServeError(
      'SERVE_NOT_ALLOWED',
      `the scope \`${scope}\` is missing`,
      'add it to the caller in the file of callers',
    )
}

/** @throws ServeError `SERVE_NOT_ALLOWED` for somebody whom this caller may not speak for */
export function checkSubject({ subjects, roles }: CallerRights, who: Subject | undefined): void {
  // INVARIANT: over HTTP nobody gets the authority of the server itself by saying nothing.
  if (who === undefined)
    throw new ServeError('SERVE_NOT_ALLOWED', 'the call does not say on whose behalf it is made')
  const named = `${who.kind ?? 'agent'}:${who.id}`
  if (!subjects.some((one) => (one.endsWith('*') ? named.startsWith(one.slice(0, -1)) : named === one)))
    throw new ServeError('SERVE_NOT_ALLOWED', 'this caller may not speak for that subject')
  if (roles !== 'any' && !(who.roles ?? []).every((role) => roles.includes(role)))
    throw new ServeError('SERVE_NOT_ALLOWED', 'this caller may not say that somebody has that role')
}
