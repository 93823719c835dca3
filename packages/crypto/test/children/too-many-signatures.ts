/** Asks for more signatures than may wait, and prints the code of the first that is refused. */
import { KeyPair } from '@kvlar/crypto'

const signer = (await KeyPair.generate()).signer()
const refused = Promise.withResolvers<unknown>()
for (let count = 0; count < 20_000; count += 1)
  void signer.sign({ input: new Uint8Array(32), context: new Uint8Array(1) }).catch(refused.resolve)
console.log(Object(await refused.promise).code)
process.exit()
