import { checkFile } from '../health/why-not.ts'
import { openStore } from './open-approvals.ts'
import type { QueuePlace } from './queue-place.ts'

/** Looks at a queue that nobody has needed yet; a file is not made for that. @throws why it cannot be had */
export async function lookAtQueue(place: QueuePlace): Promise<void> {
  if (place.kind === 'file') return checkFile(place.file, false)
  const store = await openStore(place)
  try {
    await store.list({ kind: 'request', limit: 1 })
  } finally {
    await store.close()
  }
}
