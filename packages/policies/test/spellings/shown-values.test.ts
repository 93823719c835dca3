import type { JsonObject } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'

const aws = judge(builtinPolicy('aws') ?? '')
const kubernetes = judge(builtinPolicy('kubernetes') ?? '')

type Call = readonly [tool: string, parameters: JsonObject]

/** Kinds that hold the environment of programs or configuration, as kubectl takes them and as manifests spell them. */
const RESOURCES = (
  'all pods pod po deployments deployment deploy deployments.apps replicasets replicaset rs statefulsets statefulset ' +
  'sts daemonsets daemonset ds jobs job cronjobs cronjob cj configmaps configmap cm'
).split(' ')
const KINDS = 'Pod Deployment ReplicaSet StatefulSet DaemonSet Job CronJob ConfigMap'.split(' ')

/** Ways to ask for one of them as a whole. */
const WHOLE: readonly ((resourceType: string) => Call)[] = [
  (resourceType) => ['kubectl_get', { resourceType, name: 'api', output: 'yaml' }],
  (resourceType) => ['kubectl_get', { resourceType, name: 'api', output: 'json' }],
  (resourceType) => ['kubectl_get', { resourceType, name: 'api' }],
  (resourceType) => ['kubectl_get', { resourceType, name: ' ', namespace: 'shop' }],
  (resourceType) => ['kubectl_get', { resourceType, allNamespaces: true, output: 'yaml' }],
  (resourceType) => ['kubectl_get', { resourceType, labelSelector: 'app=api', output: 'json' }],
  (resourceType) => ['kubectl_get', { resourceType, output: 'YAML' }],
  (resourceType) => ['kubectl_get', { resourceType, output: ['yaml'] }],
  (resourceType) => ['kubectl_get', { resourceType, output: 'jsonpath={..env}' }],
  (resourceType) => ['kubectl_get', { resourceType, output: '' }],
  (resourceType) => ['kubectl_get', { resourceType, name: ['api'] }],
  (resourceType) => ['kubectl_describe', { resourceType, name: 'api', namespace: 'shop' }],
  (resourceType) => ['kubectl_describe', { resourceType, allNamespaces: true }],
  (resourceType) => ['kubectl_rollout', { subCommand: 'history', resourceType, name: 'api', revision: 2 }],
]

/** Operations that show environments, parameters, headers or lines of logs. */
const SHOWING = (
  'lambda list-functions|lambda list-functions --max-items 20|lambda list-versions-by-function --function-name x|' +
  'ecs describe-tasks --cluster shop --tasks a|cloudfront list-distributions|' +
  'cloudformation describe-stack-events --stack-name x|logs get-log-events --log-group-name a --log-stream-name b|' +
  'logs filter-log-events --log-group-name a --filter-pattern password|lambda get-function-configuration --function-name x'
).split('|')
const WRITTEN: readonly ((rest: string) => string | readonly string[])[] = [
  (rest) => `aws ${rest}`,
  (rest) => `aws  ${rest} `,
  (rest) => `aws --region eu-west-1 ${rest}`,
  (rest) => `aws ${rest} --region eu-west-1`,
  (rest) => `aws ${rest} --output json`,
  (rest) => `aws --output text ${rest}`,
  (rest) => `aws ${rest} --query 'Functions[].Environment'`,
  (rest) => `aws ${rest} --query '*'`,
  (rest) => `aws ${rest} --no-paginate`,
  (rest) => `aws ${rest} --no-cli-pager`,
  (rest) => `aws ${rest} --page-size 1`,
  (rest) => `aws "${rest.split(' ')[0] ?? ''}" ${rest.split(' ').slice(1).join(' ')}`,
  (rest) => `aws '${rest.split(' ')[0] ?? ''}' ${rest.split(' ').slice(1).join(' ')}`,
  (rest) => `aws ${rest.replace('-', "'-'")}`,
  (rest) => `aws ${rest.toUpperCase()}`,
  (rest) => `aws ${rest} | cat`,
  (rest) => `aws s3 ls; aws ${rest}`,
  (rest) => `aws s3 ls\naws ${rest}`,
  (rest) => `sudo aws ${rest}`,
  (rest) => `env aws ${rest}`,
  (rest) => [`aws ${rest}`],
  (rest) => ['aws s3 ls', `aws ${rest}`],
  (rest) => [`aws ${rest}`, 'aws s3 ls'],
]

describe('The environment of a program', () => {
  it('is not shown by a cluster without a person, whatever the kind and the output', () => {
    const kinds = KINDS.map((kind): Call => ['resources_get', { apiVersion: 'v1', kind, name: 'api' }])
    const calls = [...RESOURCES.flatMap((kind) => WHOLE.map((whole) => whole(kind))), ...kinds]
    expect(calls.length).toBeGreaterThan(350)
    expect(calls.filter((call) => kubernetes(...call).outcome === 'allow')).toEqual([])
    expect(kubernetes('pods_get', { name: 'api', namespace: 'shop' }).outcome).toBe('require_approval')
    const read = KINDS.map((kind): Call => ['manage_k8s_resource', { operation: 'read', kind, name: 'api' }])
    expect(read.filter((call) => aws(...call).outcome !== 'require_approval')).toEqual([])
  })

  it('does not stand in the way of lists and of kinds without one', () => {
    const lists = RESOURCES.flatMap((resourceType): readonly Call[] => [
      ['kubectl_get', { resourceType, namespace: 'shop' }],
      ['kubectl_get', { resourceType, output: 'wide' }],
      ['kubectl_get', { resourceType, name: 'api', output: 'name' }],
    ])
    const others = ['ingress', 'svc', 'nodes', 'events', 'pvc'].flatMap((resourceType): readonly Call[] => [
      ['kubectl_get', { resourceType, name: 'web', output: 'yaml' }],
      ['kubectl_describe', { resourceType, name: 'web' }],
    ])
    expect([...lists, ...others].filter((call) => kubernetes(...call).outcome !== 'allow')).toEqual([])
  })

  it('is not shown by a command line of aws without a person, however it is written', () => {
    const commands = SHOWING.flatMap((rest) => WRITTEN.map((write) => write(rest)))
    expect(commands.length).toBeGreaterThan(200)
    const allowed = commands.filter(
      (command) => aws('call_aws', { cli_command: command }).outcome === 'allow',
    )
    expect(allowed).toEqual([])
  })
})
