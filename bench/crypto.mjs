// What the post-quantum primitives and permits cost on each backend: `node bench/crypto.mjs`.
// Signing and verifying go through the same functions as in use; ratios are noble over native in the same run.
// Permits are asked for 64 at a time, once with one signature each and once with shared signatures. After that: for how
// long the event loop waits while 50 messages are signed, and how long permits and sealed messages are as text.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import {
  chooseBackend,
  DirectoryTokenVerifier,
  createMemoryDirectory,
  KeyPair,
  PqTokenSigner,
  SecureChannel,
  signMessage,
  verifyMessage,
} from '../packages/crypto/src/index.ts'

const ROUNDS = 5
const ROUND_MS = 200
const IN_FLIGHT = 64
const SIGNED = 50
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

/** The longest that a timer was late, in milliseconds: with nothing to do for as long, and while messages are signed. */
async function loopDelays(choice) {
  const backend = await chooseBackend(choice)
  const signer = (await KeyPair.generate({ backend })).signer()
  const late = async (work) => {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    await work()
    delay.disable()
    return { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
  }
  const start = performance.now()
  const signing = await late(() =>
    Promise.all(Array.from({ length: SIGNED }, () => signMessage(signer, 'permit', message))),
  )
  const spentMs = performance.now() - start
  const idle = await late(() => new Promise((resolve) => setTimeout(resolve, spentMs)))
  return { spentMs, signing, idle }
}

/** Characters of a permit alone and in the largest batch, and of a sealed and signed message of 9 bytes. */
async function sizes() {
  const [pair, peer] = [await KeyPair.generate(), await KeyPair.generate()]
  const signer = PqTokenSigner.fromKeypairHybrid(pair)
  const alone = await signer.issue(request)
  const batch = await Promise.all(Array.from({ length: 256 }, () => signer.issue(request)))
  const sealed = await new SecureChannel(pair, peer.publicKeys()).sendSigned(message.subarray(0, 9), 'x', 'y')
  return {
    'a permit': alone.text.length,
    'a permit in a batch of 256': Math.max(...batch.map(({ text }) => text.length)),
    '9 bytes, sealed and signed': sealed.length,
  }
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
  const verifierOf = () => new DirectoryTokenVerifier(createMemoryDirectory([bundle]), { backend })
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

for (const choice of ['native', 'noble']) {
  const { spentMs, signing, idle } = await loopDelays(choice)
  const text = ({ p99, max }) => `p99 ${p99.toFixed(1)} ms, longest ${max.toFixed(1)} ms`
  console.log(
    `\n${choice}: ${SIGNED} signatures in ${Math.round(spentMs)} ms; a timer was late by ${text(signing)} (idle: ${text(idle)})`,
  )
}

console.log('\ncharacters')
for (const [name, length] of Object.entries(await sizes()))
  console.log(`${name.padEnd(30)}${pad(length, 12)}`)
