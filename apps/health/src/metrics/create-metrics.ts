import { Registry } from 'prom-client'
import type { Health } from '../health.ts'
import type { HealthEvent } from '../health-event.ts'
import { LIMITS } from '../limits.ts'
import type { Page } from '../pages.ts'
import type { Readiness } from '../readiness.ts'
import { createBound, OTHER } from './bounded.ts'
import { createInstruments, type Instruments } from './instruments.ts'

/** What monitors ask for: counted from now on, and looked at when it is asked for. */
export interface Metrics {
  readonly page: () => Promise<Page>
  /** Stops counting. */
  readonly end: () => void
}

/** @returns undefined where nothing is told that could be counted */
export function createMetrics(health: Health, readiness: () => Promise<Readiness>): Metrics | undefined {
  if (health.watch === undefined) return undefined
  const registry = new Registry()
  const instruments = createInstruments(registry)
  const end = health.watch(counting(instruments))
  // Known from the start, so that the first one that fails is seen as a change.
  instruments.unrecorded.inc(0)
  for (const result of ['in_force', 'kept']) instruments.reloads.inc({ result }, 0)
  return {
    page: async () => {
      await measure(health, readiness, instruments)
      return { status: 200, type: registry.contentType, body: await registry.metrics() }
    },
    end,
  }
}

const STARTED_AT = performance.timeOrigin / 1000

/** Puts what is told into its series. */
function counting(to: Instruments): (event: HealthEvent) => void {
  const isSeries = createBound(LIMITS.seriesMax)
  const words = new Map<string, (word: string) => boolean>()
  const word = (label: string, value: string): string => {
    const isKnown = words.get(label) ?? createBound(LIMITS.wordsMax)
    words.set(label, isKnown)
    return isKnown(value) ? value : OTHER
  }
  return (event) => {
    switch (event.kind) {
      case 'judged': {
        const { outcome, seconds, wouldBe, server = '' } = event
        const isKnown = isSeries(JSON.stringify([event.rule, server]))
        const rule = isKnown ? event.rule : OTHER
        to.decisions.inc({ outcome, rule, server: isKnown || server === '' ? server : OTHER })
        to.decide.observe({ outcome }, seconds)
        if (wouldBe !== undefined) to.shadow.inc({ would_be: wouldBe, rule })
        return
      }
      case 'unrecorded':
        return to.unrecorded.inc()
      case 'refused':
        return to.refused.inc()
      case 'ended':
        return to.calls.observe({ result: word('result', event.result) }, event.seconds)
      case 'answered':
        return to.held.observe({ answer: word('answer', event.answer) }, event.seconds)
      case 'decided':
        return to.decided.observe({ decision: word('decision', event.decision) }, event.seconds)
      case 'reloaded':
        return to.reloads.inc({ result: event.isInForce ? 'in_force' : 'kept' })
      case 'failed':
        return to.failures.inc({ store: word('store', event.part) })
    }
  }
}

/** Looks at what is only so at one moment. What cannot be had is not told, and costs nothing else. */
async function measure(health: Health, readiness: () => Promise<Readiness>, to: Instruments): Promise<void> {
  const [gauges, { checks }] = await Promise.all([
    Promise.resolve(health.gauges?.()).catch(() => undefined),
    readiness(),
  ])
  const { waiting, unwritten, unsigned, unsignedMs } = gauges ?? {}
  const told = [
    [to.waiting, waiting],
    [to.unwritten, unwritten],
    [to.unsigned, unsigned],
    [to.unsignedFor, unsignedMs === undefined ? undefined : unsignedMs / 1000],
  ] as const
  for (const [gauge, value] of told) {
    if (value === undefined) gauge.remove()
    else gauge.set(value)
  }
  const { rules, version } = health.stats()
  to.rules.set(rules)
  to.info.set({ version }, 1)
  for (const [check, why] of Object.entries(checks)) to.isWell.set({ check }, why === 'ok' ? 1 : 0)
  to.started.set(STARTED_AT)
  to.memory.set(process.memoryUsage.rss())
  const { user, system } = process.cpuUsage()
  to.cpu.reset()
  to.cpu.inc((user + system) / 1_000_000)
}
