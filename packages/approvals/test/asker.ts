import { createBroker, type Approvals } from '@kvlar/approvals'
import { call } from './calls.ts'

/** What a process does that asks over a queue: waits with one call, or tries ten times at once to use an approval. */
export async function playAsker(approvals: Approvals, mode = 'ask', id = ''): Promise<void> {
  const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)
  say({ ready: true })
  if (mode === 'ask') {
    say(await createBroker({ approvals }).ask(call(), new AbortController().signal))
    // Whoever was let through is running now, until it is killed.
    setInterval(() => {}, 1000)
    return
  }
  const used = await Promise.all(Array.from({ length: 10 }, () => approvals.consume(id, call())))
  say({ used: used.filter((one) => one !== undefined).length })
  await approvals.close()
}
