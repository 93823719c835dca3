/** What `/proc/<process>` says of a process without reaching into its files, memory or environment. */
const SAFE = new Set(
  (
    'cgroup cmdline comm io limits loginuid oom_adj oom_score oom_score_adj personality sched schedstat sessionid ' +
    'stat statm status wchan'
  ).split(' '),
)

/** Folders of the kernel beside those of the processes. */
const KERNEL = new Set('acpi asound bus driver fs irq net pressure scsi sys sysvipc tty'.split(' '))

/**
 * Whether the first `depth` segments name something below `/proc/<process>` or `/dev/fd` that can lead to any file:
 * everything but a short list that cannot, in whatever thread it is asked for.
 */
export function isOfProcess(segments: readonly string[], depth: number): boolean {
  const [first = '', second = '', third = ''] = segments
  const top = first.toLowerCase()
  if (top === 'dev') return second.toLowerCase() === 'fd'
  if (top !== 'proc' || KERNEL.has(second.toLowerCase())) return false
  if (third.toLowerCase() !== 'task') return !SAFE.has(third.toLowerCase())
  return depth >= 5 && !SAFE.has((segments[4] ?? '').toLowerCase())
}
