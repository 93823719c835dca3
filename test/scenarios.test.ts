import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './architecture/source-tree.ts'

/*
 * What the tests of Kavach show of it, and which of ours show it here: A and B are its scenarios between an agent and a
 * service that pays, C the sections of its smoke test. Ours name them at the beginning of their titles; a section that
 * other tests show as a matter of course stands below with those.
 */

const SCENARIOS: Readonly<Record<string, string>> = {
  A1: 'a refund of 500 is permitted',
  A2: 'a refund of 6,000 is refused',
  A3: '50 refunds within a day are permitted, the next one is not',
  A4: 'the policy is widened to 100,000: a refund of 60,000 is refused by the invariant',
  A5: 'a session goes on in another country: it is turned away',
  A6: 'an action that no rule names is refused',
  A7: 'an action outside of its hours is refused',
  A8: 'a call without a permit is not paid',
  A9: 'a permit with a signature of random bytes is not paid',
  A10: 'a permit by a key that the directory does not have is not paid',
  A11: 'a permit that has expired is not paid',
  A12: 'a permit of another action is not paid',
  A13: 'a hybrid permit is not paid by who takes ML-DSA alone',
  A14: 'a record of which one byte is changed does not verify',
  A15: 'a hybrid record that is claimed to be none is refused as such',
  B1: 'three principals at once, while the cap of one is tightened',
  B2: 'permits that are laundered, in every way',
  B3: 'the keys of a directory are changed for others',
  B4: 'the kill switch, under load',
  B5: 'the floor of the invariants under any policy',
  B6: 'forensics by the public key alone, and what is tampered with',
  C1: 'permit',
  C2: 'an empty set denies everything',
  C3: 'the invariant stands over the policy',
  C4: 'check throws',
  C5: 'the tools of an MCP server, and sessions that are turned away',
  C6: 'a function with its caller',
  C7: 'TOML that does not parse is refused',
  C8: 'a signer, and what it signs',
  C9: 'a signed permit from end to end',
  C10: 'reload',
  C11: 'key pairs',
  C12: 'the audit chain',
  C13: 'the secure channel: replay, tampering, context',
  C14: 'directories',
  C15: 'drift of place',
  C16: 'shadow mode',
  C17: 'a bundle that has expired',
  C18: 'sessions that are turned away are remembered',
  C19: 'who is turned away is told to others',
  C20: 'policies of every format',
  C21: 'policies that are written wrong',
  C22: 'generated policies in every format',
  C23: 'options by every loader, bad reloads, files that are none, bounds and limits of 0',
}

const GATE = 'packages/sdk/test/gate/gate.test.ts'
const DESK = 'packages/sdk/test/scenarios/refunds.test.ts'
const CRYPTO = 'packages/crypto/test'

/** By file and the title of the test. */
const ELSEWHERE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  C1: [[DESK, 'A1: refunds 500, and the service pays that once']],
  C2: [
    [GATE, 'puts another policy in force; a bad one keeps the old; an empty one denies everything'],
    [GATE, 'with a policy that has %s is none the worse'],
  ],
  C3: [[DESK, 'A4: is held by the invariant when the policy is widened to 100,000']],
  C4: [[GATE, 'gives the permit, or throws what stops it']],
  C5: [
    ['test/adapters/mcp.test.ts', 'judges whoever answers calls, a handler that stands for all requests too'],
  ],
  C6: [
    [
      'packages/sdk/test/context.test.ts',
      'can be passed with the function instead, and then takes the place of the one around the call',
    ],
    [
      'packages/sdk/test/context.test.ts',
      'is made by that caller, who is neither judged nor handed on as an argument',
    ],
  ],
  C7: [[GATE, 'from %s is refused']],
  C8: [
    [`${CRYPTO}/signatures.test.ts`, 'a hybrid signature verifies under its key, use and message'],
    [`${CRYPTO}/permit.test.ts`, 'is good once'],
    [
      `${CRYPTO}/permit-verifier.test.ts`,
      'refuses a hybrid permit from which the classical part was stripped',
    ],
  ],
  C9: [
    [
      DESK,
      'pays for the permit of the call that was judged, and nothing for its second use or another amount',
    ],
    ['packages/sdk/test/gate/refunds.test.ts', 'is for the call that was judged, once'],
  ],
  C10: [
    [GATE, 'puts another policy in force; a bad one keeps the old; an empty one denies everything'],
    [GATE, 'reads the file again where the gate is from one, as it is written'],
  ],
  C11: [
    [`${CRYPTO}/keys.test.ts`, 'has an id, a time of birth, and ends only if asked to'],
    [`${CRYPTO}/keys.test.ts`, 'shares public keys of the standard sizes under its own id'],
  ],
  C12: [
    [
      'packages/audit/test/signed-chain.test.ts',
      'is empty with the head `genesis`, and grows in the order of the calls',
    ],
    [
      'packages/audit/test/signed-chain.test.ts',
      'is broken by every deletion, swap, repetition and change, also linked anew',
    ],
  ],
  C13: [
    [`${CRYPTO}/channel.test.ts`, 'is refused the second time, also by a channel object made in between'],
    [`${CRYPTO}/channel.test.ts`, 'is refused with any byte changed'],
    [`${CRYPTO}/channel.test.ts`, 'is refused in another context, and still good in its own'],
    [
      `${CRYPTO}/channel.test.ts`,
      'is refused where a signed one is needed, and the reverse, also when it claims to be the other',
    ],
  ],
  C14: [
    [`${CRYPTO}/directories.test.ts`, 'gives what was inserted and refuses what was removed'],
    [`${CRYPTO}/directories.test.ts`, 'gives the keys of the file, after a reload those of the new file'],
    [`${CRYPTO}/directories.test.ts`, 'opens under its root and feeds a verifier'],
  ],
  C15: [
    ['packages/sdk/test/gate/refunds.test.ts', 'that goes on from another country is over, and stays over'],
    ['packages/gate/test/drift.test.ts', 'distances are those of the sphere'],
  ],
  C16: [[GATE, 'observeOnly permits, says so, and keeps the invariants']],
  C17: [
    [
      `${CRYPTO}/permit-verifier.test.ts`,
      'refuses the permits of a key that has expired, and the key refuses to sign',
    ],
  ],
  C18: [
    [
      'packages/gate/test/standing-contract.ts',
      'keeps the first revocation of a target, and says that the second is not new',
    ],
    [
      'packages/runtime/test/revocations.test.ts',
      'holds for everybody who reads it from then on, and is for its owner alone',
    ],
  ],
  C19: [
    [GATE, 'turns away what one of its gates turned away; a listener that throws ends nothing'],
    [
      GATE,
      'that shares its revocations needs no broadcaster; one that cannot be reached changes nothing here',
    ],
  ],
  C20: [[GATE, 'from %s judges']],
  C21: [[GATE, 'with a policy that has %s is refused, in every format']],
  C22: [[GATE, 'says the same in every format, of generated policies']],
  C23: [
    [GATE, 'from %s is refused'],
    [GATE, 'from an object a gate takes TOML, from JSON it takes JSON'],
  ],
}

/** Every test that names a scenario, by scenario. */
function named(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const file of globSync('packages/sdk/test/scenarios/*.test.ts', { cwd: root })) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, id = '', title = ''] of text.matchAll(/['"`]([ABC]\d+): ((?:[^'"`\\]|\\.)+)['"`]/g))
      found.set(id, [...(found.get(id) ?? []), `${file}: ${title}`])
  }
  return found
}

const NAMED = named()

test.each(Object.entries(SCENARIOS))('%s, %s, has its test', (id) => {
  for (const [file, title] of ELSEWHERE[id] ?? [])
    expect(readFileSync(join(root, file), 'utf8'), file).toContain(title)
  const tests = [...(NAMED.get(id) ?? []), ...(ELSEWHERE[id] ?? [])]
  expect(tests.length).toBeGreaterThan(0)
  // The scenarios are shown over HTTP, by tests of their own.
  if (!id.startsWith('C')) expect(NAMED.get(id)).toBeDefined()
})

test('there are fifteen, six and twenty-three of them, and no test names another', () => {
  const counts = ['A', 'B', 'C'].map(
    (kind) => Object.keys(SCENARIOS).filter((id) => id.startsWith(kind)).length,
  )
  expect(counts).toEqual([15, 6, 23])
  expect([...NAMED.keys()].filter((id) => !Object.hasOwn(SCENARIOS, id))).toEqual([])
})
