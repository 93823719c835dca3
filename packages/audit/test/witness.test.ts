import { createMemoryWitness } from '@kvlar/audit'
import { describeWitness } from './witness-contract.ts'

describeWitness('a witness in memory', { open: createMemoryWitness })
