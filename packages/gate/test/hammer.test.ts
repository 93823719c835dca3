import { expect, test } from 'vitest'
import { hammer } from '../tools/hammer.ts'

test(
  'sixteen processes spend one budget to the last, and those that are killed have not spent for nothing',
  { timeout: 240_000 },
  async () => {
    const { spent, counted, killed } = await hammer({ processes: 16, callsEach: 12, atMost: 300, kills: 4 })
    expect(killed).toBe(4)
    // Whatever was let go stands in the counters; a killed process may have left one call more that it told nobody of.
    expect(counted).toBeGreaterThanOrEqual(spent)
    expect(counted - spent).toBeLessThanOrEqual(4 * 7)
    // One more than this would not have fitted.
    expect(counted).toBeLessThanOrEqual(300)
    expect(counted).toBeGreaterThan(300 - 7)
  },
)
