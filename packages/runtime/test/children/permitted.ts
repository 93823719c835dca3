// An agent whose refunds carry permits for `payments`: `node permitted.ts`. It prints the permit of each.
import { openKvlar } from '@kvlar/runtime'

await using kvlar = await openKvlar({ permits: { audience: 'payments', lifetimeSeconds: 60 } })
const refund = kvlar.guard('issue_refund', async () => kvlar.permit() ?? 'none')
console.log('asks')
console.log(await refund({ amount: 500 }))
