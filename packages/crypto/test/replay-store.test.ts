import { createMemoryReplayStore } from '@kvlar/crypto'
import { describeReplayStore } from './replay-contract.ts'

describeReplayStore('used permits in memory', {
  open: async () => createMemoryReplayStore(),
  isShared: false,
})
