/* What tests get as `fast-check`: every run of one seed, so that a run of the tests can be repeated; `npm run fuzz` draws others. */
import { createRequire } from 'node:module'

const { default: fc } = createRequire(import.meta.url)('fast-check')
fc.configureGlobal({ seed: Number(process.env.KVLAR_TEST_SEED ?? 20261201) })

export default fc
