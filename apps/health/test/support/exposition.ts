import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/s
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y

/**
 * Reads the text format of Prometheus (0.0.4) as strictly as its grammar: whatever is not of it throws, and so does a sample
 * of a family that was not announced.
 */
export function readExposition(text: string): readonly Sample[] {
  const types = new Map<string, string>()
  const helped = new Set<string>()
  const samples: Sample[] = []
  const seen = new Set<string>()
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, keyword, of = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (keyword === 'HELP') helped.add(of)
    else if (keyword === 'TYPE') types.set(of, rest)
    else {
      const sample = readSample(line)
      const family = sample.name.replace(/_(?:bucket|sum|count)$/, '')
      const isAnnounced =
        types.get(family) === 'histogram' || ['counter', 'gauge'].includes(types.get(sample.name) ?? '')
      if (!isAnnounced || !(helped.has(family) || helped.has(sample.name)))
        throw new Error(`not announced: ${line}`)
      const key = JSON.stringify([sample.name, sample.labels])
      if (seen.has(key)) throw new Error(`told twice: ${line}`)
      seen.add(key)
      samples.push(sample)
    }
  }
  return samples
}

function readSample(line: string): Sample {
  const [, name = '', inner = '', value = ''] = SAMPLE.exec(line) ?? []
  if (name === '') throw new Error(`no sample: ${line}`)
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < inner.length) {
    const [, label = '', text = ''] = LABEL.exec(inner) ?? []
    if (label === '') throw new Error(`no labels: ${line}`)
    labels[label] = text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))
  }
  if (value !== '+Inf' && !Number.isFinite(Number(value))) throw new Error(`no value: ${line}`)
  return { name, labels, value: value === '+Inf' ? Infinity : Number(value) }
}

/** What the tool of Prometheus says of it; undefined where it is not installed. */
export function promtool(args: readonly string[], input?: string): string | undefined {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'promtool'))
    .find((file) => existsSync(file))
  if (found === undefined) return undefined
  const { status, stdout, stderr } = spawnSync(found, [...args], { input, encoding: 'utf8' })
  return status === 0 ? '' : stdout + stderr
}
