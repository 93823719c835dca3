import { chooseBackend, describeBackend, type Provider } from '@kvlar/crypto'
import { messageOf, type Finding } from './finding.ts'

const PROVIDERS = {
  native: { state: 'ok', text: 'native, in OpenSSL' },
  noble: {
    state: 'warning',
    text: 'in JavaScript: the same bytes, ten times slower',
    fix: 'run Kvlar on Node 24.7 or newer',
  },
} as const satisfies Record<Provider, Omit<Finding, 'about'>>

const NAMES = {
  mlDsa65: 'ML-DSA-65',
  mlKem768: 'ML-KEM-768',
  ed25519: 'Ed25519',
  x25519: 'X25519',
} as const

/** Where the arithmetic of each primitive runs; opening a backend tests it. */
export async function checkCrypto(): Promise<readonly Finding[]> {
  try {
    const providers = describeBackend(await chooseBackend())
    const primitives = Object.keys(NAMES) as (keyof typeof NAMES)[]
    return primitives.map((primitive) => findingOf(NAMES[primitive], PROVIDERS[providers[primitive]]))
  } catch (error) {
    const fix = 'use another Node: with this one nothing can be signed, so nothing is forwarded'
    return [{ state: 'bad', about: 'cryptography', text: messageOf(error), fix }]
  }
}

function findingOf(about: string, found: Omit<Finding, 'about'>): Finding {
  return { about, ...found }
}
