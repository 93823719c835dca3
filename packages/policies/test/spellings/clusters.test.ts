import type { JsonObject } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { lookAlikes } from './look-alikes.ts'

const kubernetes = judge(builtinPolicy('kubernetes') ?? '')
type Call = readonly [tool: string, parameters: JsonObject]
const outcome = ([tool, parameters]: Call) => kubernetes(tool, parameters).outcome

/** Ways to name the kind, as kubectl or a server of its own could read it. */
const SECRET_KINDS = ['secret', 'secrets', 'Secret', 'sealedsecrets', 'externalsecret'].flatMap((kind) => [
  kind,
  kind.toUpperCase(),
  `${kind}.v1`,
  `${kind}.v1.`,
  `${kind}.external-secrets.io`,
  `v1/${kind}`,
  `core/v1/${kind}`,
  `${kind}/database`,
  `pods,${kind}`,
  `${kind},pods`,
  `pods, ${kind}`,
  ` ${kind}`,
  `${kind}\n`,
  `${kind}\0`,
  `"${kind}"`,
  `${kind};id`,
])

/** Where a kind stands in a call that reads. */
const PLACES: readonly ((kind: string) => Call)[] = [
  (kind) => ['kubectl_get', { resourceType: kind, namespace: 'shop' }],
  (kind) => ['kubectl_get', { resourceType: kind, name: 'db', output: 'yaml' }],
  (kind) => ['kubectl_get', { resourceType: kind, allNamespaces: true, output: 'json' }],
  (kind) => ['kubectl_get', { resourceType: [kind] }],
  (kind) => ['kubectl_get', { resourceType: { kind } }],
  (kind) => ['kubectl_describe', { resourceType: kind, name: 'db', namespace: 'shop' }],
  (kind) => ['resources_get', { apiVersion: 'v1', kind, name: 'db' }],
  (kind) => ['resources_list', { apiVersion: 'v1', kind }],
  (kind) => ['resources_list', { apiVersion: kind, kind: 'Pod' }],
]

describe('A secret of a cluster', () => {
  it('is denied in every spelling of its kind and every place', () => {
    const calls = PLACES.flatMap((place) => SECRET_KINDS.map((kind) => place(kind)))
    expect(calls.length).toBeGreaterThan(600)
    expect(calls.filter((call) => outcome(call) !== 'deny')).toEqual([])
    const names = [
      'secret/db',
      'secrets/db',
      'SECRETS/db',
      'Secret.v1/db',
      'secrets.v1./db',
      'pod/a,secret/db',
    ]
    const named = names.map((name): Call => ['kubectl_get', { resourceType: 'pods', name }])
    expect(named.filter((call) => outcome(call) !== 'deny')).toEqual([])
  })

  it('is not shown under a kind that looks like one that passes', () => {
    const kinds = ['secrets', 'pods', 'deployment', 'configmaps', 'all', 'crd']
    const calls = kinds.flatMap((kind) =>
      lookAlikes(kind).flatMap((alike) => PLACES.slice(0, 6).map((place) => place(alike))),
    )
    expect(calls.length).toBeGreaterThan(400)
    expect(calls.filter((call) => outcome(call) === 'allow')).toEqual([])
  })
})

describe('An option of kubectl', () => {
  it('is denied wherever a name is meant', () => {
    const options = [
      '--raw=/api/v1/namespaces/shop/secrets',
      '--kubeconfig=/tmp/x',
      '--as=system:admin',
      '--token=x',
      '--server=https://evil.example',
      '-A',
      '-o=go-template={{.data}}',
      ' --raw=/',
      '\t-w',
      '\u00a0--as=x',
      '-',
      '--',
    ]
    const fields = 'name namespace context labelSelector fieldSelector sortBy output'.split(' ')
    const tools = ['kubectl_get', 'kubectl_describe', 'kubectl_logs', 'kubectl_scale', 'kubectl_rollout']
    const calls = options.flatMap((option) =>
      fields.flatMap((field) =>
        tools.map((tool): Call => [
          tool,
          Object.fromEntries([
            ['resourceType', 'pods'],
            ['subCommand', 'status'],
            [field, option],
          ]),
        ]),
      ),
    )
    expect(calls.length).toBeGreaterThan(400)
    expect(calls.filter((call) => outcome(call) !== 'deny')).toEqual([])
  })
})

describe('A command or a deletion in a cluster', () => {
  it('is denied whatever stands beside it', () => {
    const tools =
      'exec_in_pod pods_exec kubectl_generic port_forward kubectl_delete pods_delete resources_delete helm_uninstall ' +
      'uninstall_helm_chart cleanup configuration_view'
    const besides: readonly JsonObject[] = [
      {},
      { dryRun: true },
      { command: ['ls'] },
      { command: 'get', resourceType: 'pods' },
      { name: 'x', namespace: 'default' },
      { operation: 'list' },
      { subCommand: 'status' },
      { confirmed: true },
      { readOnly: true },
      { minified: true },
      { force: false },
      { kind: 'Pod', apiVersion: 'v1', name: 'x' },
      { __proto__: null, resourceType: 'pods', output: 'name' },
      { context: 'test' },
      { command: ['sh', '-c', 'id'] },
      { args: ['get', 'pods'] },
      { flags: { 'dry-run': 'client' } },
      { gracePeriodSeconds: 0 },
      { labelSelector: 'app=none' },
    ]
    const calls = tools.split(' ').flatMap((tool) => besides.map((beside): Call => [tool, beside]))
    expect(calls.length).toBeGreaterThan(200)
    expect(calls.filter((call) => outcome(call) !== 'deny')).toEqual([])
  })
})
