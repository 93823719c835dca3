import type { Action } from '../../action.ts'
import type { Principal } from '../../principal.ts'
import type { PrincipalMatch } from '../../rule.ts'
import { compileNames, type NameSet } from './name-set.ts'

/** Which principals a rule covers: all present parts must hold. */
export interface PrincipalSet {
  test(principal: Principal): boolean
}

export function compilePrincipals(match: PrincipalMatch): PrincipalSet {
  const ids: NameSet | undefined = match.ids === undefined ? undefined : compileNames(match.ids)
  const kinds = match.kinds === undefined ? undefined : new Set(match.kinds)
  const roles = match.roles === undefined ? undefined : new Set(match.roles)
  return {
    test: (principal) =>
      (ids === undefined || ids.test(principal.id)) &&
      (kinds === undefined || kinds.has(principal.kind)) &&
      (roles === undefined || principal.roles.some((role) => roles.has(role))),
  }
}

/** Who called, for a trace. */
export function describePrincipal({ principal }: Action): string {
  return `${principal.kind} ${principal.id} [${principal.roles.join(', ')}]`
}
