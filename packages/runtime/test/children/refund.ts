// An agent: `node refund.ts FILE ORDER`. It pays by appending ORDER to FILE, and stays at it where that is `slow`.
import { appendFileSync } from 'node:fs'
import { openKvlar } from '@kvlar/runtime'
import { z } from 'zod'

const [file = '', order = 'A1'] = process.argv.slice(2)

await using kvlar = await openKvlar()
const refund = kvlar.guard(
  'issue_refund',
  async ({ orderId }) => {
    appendFileSync(file, `${orderId}\n`)
    console.log('paid')
    if (orderId === 'slow') await new Promise((resolve) => setTimeout(resolve, 600_000))
    return orderId
  },
  { input: z.object({ orderId: z.string() }) },
)
console.log('asks')
console.log(`refunded ${await refund({ orderId: order })}`)
