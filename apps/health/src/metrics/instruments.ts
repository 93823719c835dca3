import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** Seconds that deciding takes: most of it is far below a millisecond, an evaluator of a program may take seconds. */
const DECIDING = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 1, 5]
/** Seconds that a server takes. */
const RUNNING = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]
/** Seconds that people take. */
const PEOPLE = [1, 5, 15, 30, 60, 300, 900, 3600, 14_400, 86_400]

/** All that is told, under the names by which monitors know it. */
export type Instruments = ReturnType<typeof createInstruments>

export function createInstruments(registry: Registry) {
  const registers = [registry]
  const counter = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> => new Counter({ name, help, labelNames, registers })
  const gauge = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Gauge<Label> => new Gauge({ name, help, labelNames, registers })
  const histogram = <Label extends string>(
    name: string,
    help: string,
    { labelNames, buckets }: { readonly labelNames: readonly Label[]; readonly buckets: number[] },
  ): Histogram<Label> => new Histogram({ name, help, labelNames, buckets, registers })

  return {
    decisions: counter('kvlar_decisions_total', 'Calls, each by what was said of it first.', [
      'outcome',
      'rule',
      'server',
    ]),
    decide: histogram('kvlar_decide_duration_seconds', 'How long deciding on a call took.', {
      labelNames: ['outcome'],
      buckets: DECIDING,
    }),
    calls: histogram('kvlar_call_duration_seconds', 'From letting a call go to its end.', {
      labelNames: ['result'],
      buckets: RUNNING,
    }),
    shadow: counter(
      'kvlar_shadow_total',
      'Calls that shadow mode let go, by what enforcement would have said.',
      ['would_be', 'rule'],
    ),
    unrecorded: counter(
      'kvlar_unrecorded_total',
      'Decisions that do not stand in the record; what they were about was denied.',
    ),
    refused: counter('kvlar_refused_messages_total', 'Messages that could not be read safely.'),
    held: histogram('kvlar_approval_wait_seconds', 'How long callers were held, by what they were told.', {
      labelNames: ['answer'],
      buckets: PEOPLE,
    }),
    decided: histogram('kvlar_approval_decide_seconds', 'How long people took to decide a request.', {
      labelNames: ['decision'],
      buckets: PEOPLE,
    }),
    waiting: gauge('kvlar_approvals_waiting', 'Requests in the queue that wait for people.'),
    unwritten: gauge('kvlar_audit_unwritten_entries', 'Entries that wait to be written.'),
    unsigned: gauge('kvlar_audit_unsigned_entries', 'Entries that no checkpoint covers yet.'),
    unsignedFor: gauge(
      'kvlar_audit_unsigned_seconds',
      'For how long the oldest unsigned entry may have stood so.',
    ),
    failures: counter('kvlar_store_errors_total', 'Uses of the record and of stores that failed.', ['store']),
    reloads: counter('kvlar_policy_reloads_total', 'Changed policies, by whether they came into force.', [
      'result',
    ]),
    rules: gauge('kvlar_policy_rules', 'Rules in force.'),
    isWell: gauge('kvlar_check_ok', 'Whether a check of readiness is well (1) or not (0).', ['check']),
    info: gauge('kvlar_info', 'The version that runs; always 1.', ['version']),
    started: gauge('process_start_time_seconds', 'When the process began, in seconds since the epoch.'),
    memory: gauge('process_resident_memory_bytes', 'Resident memory in bytes.'),
    cpu: counter('process_cpu_seconds_total', 'Processor time of the process in seconds.'),
  }
}
