import type { JsonObject } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { SECRET_PATHS } from './secret-paths.ts'

const GRAVE =
  'delete destroy purge truncate remove erase wipe uninstall revoke drop unlink kill reset bash shell exec eval'

/** Ways in which servers join the words of a name. */
const JOINED: readonly ((reading: string, grave: string) => string)[] = [
  (reading, grave) => `${reading}_${grave}`,
  (reading, grave) => `${reading}-and-${grave}`,
  (reading, grave) => `${reading}.${grave}.all`,
  (reading, grave) => `${reading}/${grave}`,
  (reading, grave) => `${reading}:${grave}`,
  (reading, grave) => `${grave}_${reading}`,
  (reading, grave) => `srv_${reading}_${grave}`,
  (reading, grave) => `${reading}${capital(grave)}`,
  (reading, grave) => `${grave}${capital(reading)}`,
  (reading, grave) => `${reading}And${capital(grave)}All`,
  (reading, grave) => `${reading.toUpperCase()}_${grave.toUpperCase()}`,
  (reading, grave) => `${reading}_${grave}2`,
  (reading, grave) => `${reading}; ${grave}`,
  (reading, grave) => `${reading}_x\n${grave}`,
]

/** Where a path can stand in a call of a tool that says that it reads. */
const PLACES: readonly ((path: string) => JsonObject)[] = [
  (path) => ({ path }),
  (file) => ({ file }),
  (source) => ({ id: '4', source }),
  (path) => ({ input: { path } }),
  (path) => ({ options: { from: [{ path }] } }),
  (path) => ({ paths: ['/home/me/a.txt', path] }),
  (name) => ({ name }),
]

describe.each(['default', 'strict'] as const)('The policy %s', (name) => {
  const decide = judge(builtinPolicy(name) ?? '')

  it('denies tools with a grave word, however the words are joined', () => {
    const names = GRAVE.split(' ').flatMap((grave) =>
      ['get', 'list', 'read'].flatMap((reading) => JOINED.map((join) => join(reading, grave))),
    )
    expect(new Set(names).size).toBeGreaterThan(600)
    expect(names.filter((tool) => decide(tool, {}).outcome !== 'deny')).toEqual([])
  })

  it('gives no reading tool a file with credentials, in whatever spelling and argument', () => {
    expect(SECRET_PATHS.length).toBeGreaterThan(400)
    const slipped = PLACES.flatMap((place) =>
      SECRET_PATHS.map(place).filter((call) => decide('get_page', call).outcome === 'allow'),
    )
    expect(slipped).toEqual([])
  })
})

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
