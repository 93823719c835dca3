import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { CHANGES, joined, SECRETS_OF_NAMES } from './tool-words.ts'

const LAST = 'history status list read get search find info'.split(' ')
/** `get_order`, `describe_comment` and their like name a thing. */
const FIRST = 'list read search find view count'.split(' ')

describe.each(['default', 'strict'] as const)('The policy %s', (name) => {
  const decide = judge(builtinPolicy(name) ?? '')
  const passing = (names: readonly string[]) =>
    names.flatMap(joined).filter((tool) => decide(tool, { id: '1' }).outcome === 'allow')

  it('takes no change for a read because its name ends with a word for reading', () => {
    const names = CHANGES.flatMap((change) =>
      LAST.flatMap((last) => [`${change}_${last}`, `shop_${change}_${last}`, `${change}_all_${last}`]),
    )
    expect(names.length).toBeGreaterThan(2000)
    expect(passing(names)).toEqual([])
    // Also words that no list has.
    expect(passing(LAST.flatMap((last) => [`frobnicate_${last}`, `x_frobnicate_${last}`]))).toEqual([])
  })

  it('takes no change in front of a word for reading for the name of a service', () => {
    const names = CHANGES.flatMap((change) =>
      ['get', 'list', 'search', 'read', 'find', 'describe'].flatMap((reading) => [
        `${change}_${reading}_x`,
        `shop_${change}_${reading}_items`,
      ]),
    )
    expect(names.length).toBeGreaterThan(1000)
    expect(passing(names)).toEqual([])
  })

  it('takes no change behind a word for reading for a thing', () => {
    const names = CHANGES.flatMap((change) =>
      FIRST.flatMap((reading) => [`${reading}_${change}`, `shop_${reading}_${change}`]),
    )
    expect(names.length).toBeGreaterThan(1000)
    expect(passing(names)).toEqual([])
  })

  it('lets no tool that answers with secrets pass, whatever it calls them', () => {
    const names = SECRETS_OF_NAMES.flatMap((secret) =>
      ['get', 'list', 'read', 'search', 'describe', 'show'].flatMap((reading) => [
        `${reading}_${secret}`,
        `${reading}_user_${secret}`,
        `acme_${reading}_${secret}`,
      ]),
    )
    expect(names.length).toBeGreaterThan(700)
    expect(passing(names)).toEqual([])
  })

  it('lets no resource that holds secrets by its address pass', () => {
    const schemes =
      'env environment secret secrets vault keychain keyring clipboard cookies passwords passwd credentials token ' +
      'tokens api-keys kubeconfig postgres postgresql mysql mariadb mongodb redis sqlite mssql jdbc'
    const places =
      'vault secrets credentials passwords api_keys access-token environ kubeconfig cookies recovery_codes'
    const addresses = [
      ...schemes
        .split(' ')
        .flatMap((scheme) => [
          `${scheme}://DATABASE`,
          `${scheme}:///prod/db`,
          `${scheme}:prod`,
          `${scheme}+x://h/a`,
        ]),
      ...places
        .split(' ')
        .flatMap((place) => [
          `app://prod/${place}`,
          `app://${place}/prod`,
          `config://${place}`,
          `mem:${place}?x=y`,
        ]),
    ].flatMap((address) => [address, address.toUpperCase()])
    expect(addresses.length).toBeGreaterThan(250)
    const allowed = addresses.filter((address) =>
      (['resource_read', 'resource_subscribe'] as const).some(
        (type) => decide(address, { uri: address }, type).outcome === 'allow',
      ),
    )
    expect(allowed).toEqual([])
  })
})
