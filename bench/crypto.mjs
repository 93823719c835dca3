// What the post-quantum primitives and permits cost on each backend: `node bench/crypto.mjs`.
// Signing and verifying go through the same functions as in use; ratios are noble over native in the same run.
// Permits are asked for 64 at a time, once with one signature each and once with shared signatures.
import {
  chooseBackend,
  DirectoryTokenVerifier,
  InMemoryDirectory,
  KeyPair,
  PqTokenSigner,
  SecureChannel,
  signMessage,
  verifyMessage,
} from '../packages/crypto/src/index.ts'

const ROUNDS = 5
const ROUND_MS = 200
const IN_FLIGHT = 64
const message = new Uint8Array(256).fill(7)
const call = { action: 'issue_refund', audience: 'payments', parameters: { amount: 500 } }
const request = { ...call, principal: 'agent' }

/** Microseconds of one operation: the best of several rounds, after a warm-up. */
async function microseconds(operation, perCall = 1) {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round <= ROUNDS; round += 1) {
    let count = 0
    const start = performance.now()
    while (performance.now() - start < ROUND_MS) {
      await operation()
      count += perCall
    }
    if (round > 0) best = Math.min(best, (1000 * (performance.now() - start)) / count)
  }
  return best
}

async function measure(choice) {
  const backend = await chooseBackend(choice)
  const pair = await KeyPair.generate({ backend })
  const peer = await KeyPair.generate({ backend })
  const bundle = pair.publicKeys()
  const signature = await signMessage(pair.signer(), 'permit', message)
  const { ciphertext } = backend.mlKem768.encapsulate(bundle.mlKemEncapsulationKey)
  const permits = (options) => {
    const signer = PqTokenSigner.fromKeypairHybrid(pair, { backend, ...options })
    return () => Promise.all(Array.from({ length: IN_FLIGHT }, () => signer.issue(request)))
  }
  const verifierOf = () => new DirectoryTokenVerifier(new InMemoryDirectory([bundle]), { backend })
  const verifyAll = (issued) => {
    return () => {
      const verifier = verifierOf()
      return Promise.all(issued.map(({ text }) => verifier.redeem(text, call)))
    }
  }
  const [apart, together] = [permits({ batchMax: 1 }), permits({})]
  const channel = new SecureChannel(pair, peer.publicKeys(), { backend })
  return {
    'generate a key pair': await microseconds(() => KeyPair.generate({ backend })),
    'sign, hybrid': await microseconds(() => signMessage(pair.signer(), 'permit', message)),
    'verify, hybrid': await microseconds(() =>
      verifyMessage(signature, message, { use: 'permit', suite: 'ml-dsa-65+ed25519', bundle, backend }),
    ),
    'encapsulate, ml-kem-768': await microseconds(() =>
      backend.mlKem768.encapsulate(bundle.mlKemEncapsulationKey),
    ),
    'decapsulate, ml-kem-768': await microseconds(() => pair.decapsulate(ciphertext)),
    'seal and sign 9 bytes': await microseconds(() => channel.sendSigned(message.subarray(0, 9), 'x', 'y')),
    'issue a permit, each signed': await microseconds(apart, IN_FLIGHT),
    'issue a permit, batched': await microseconds(together, IN_FLIGHT),
    'redeem a permit, each signed': await microseconds(verifyAll(await apart()), IN_FLIGHT),
    'redeem a permit, batched': await microseconds(verifyAll(await together()), IN_FLIGHT),
  }
}

const native = await measure('native')
const noble = await measure('noble')
const pad = (value, width) => String(value).padStart(width)
console.log(`Node ${process.version}; best of ${ROUNDS} rounds\n`)
console.log(
  `${'operation'.padEnd(30)}${pad('native /s', 12)}${pad('noble /s', 12)}${pad('noble/native', 14)}`,
)
for (const [name, us] of Object.entries(native)) {
  const [rate, other] = [1e6 / us, 1e6 / noble[name]]
  console.log(
    `${name.padEnd(30)}${pad(Math.round(rate), 12)}${pad(Math.round(other), 12)}${pad(`${(noble[name] / us).toFixed(1)}x`, 14)}`,
  )
}
for (const result of [native, noble]) {
  const issue = result['issue a permit, each signed'] / result['issue a permit, batched']
  const redeem = result['redeem a permit, each signed'] / result['redeem a permit, batched']
  const name = result === native ? 'native' : 'noble'
  console.log(
    `\n${name}: shared signatures issue ${issue.toFixed(1)}x and redeem ${redeem.toFixed(1)}x as many permits`,
  )
}
