import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { withArgument } from './riders.ts'

const docker = judge(builtinPolicy('docker') ?? '')
type Call = readonly [tool: string, parameters: JsonObject]
const outcome = ([tool, parameters]: Call) => docker(tool, parameters).outcome

const STARTING = ['run_container', 'create_container', 'recreate_container', 'create-container']

/** Folders of the host that no container gets, also as only Docker or a shell would read them. */
const SOURCES =
  '/ // /. /./ /etc /etc/ /root /proc /sys /dev /boot /usr /var /var/run/docker.sock /run/docker.sock /var/lib/docker ' +
  '/home /home/ /home/me /home/me/ /home/../etc /home/me/../../etc /home/me/shop/../../.. /home//me//shop /home/me/.ssh ' +
  '/home/me/shop/.git /home/me/shop/.env /home/me/.config/gh /srv /work /Users/me /tmp/x /mnt/c/Users /HOME/me/shop ' +
  '~ ~/shop $HOME/shop . .. ./shop ../etc C:\\ C:/Users/me \\\\host\\share /home/me/shop\u202e/x /home/me/sh\u00f6p ' +
  '/home/me/%2e%2e/etc file:///etc'
const MOUNTS: readonly ((source: string) => JsonValue)[] = [
  (source) => [`${source}:/host`],
  (source) => [`${source}:/host:ro`],
  (source) => [`${source}:/host:rw,rshared`],
  (source) => ['data:/data', `${source}:/host`],
  (source) => [`${source}:/host`, 'data:/data'],
  (source) => [source],
  (source) => `${source}:/host`,
  (source) => Object.fromEntries([[source, { bind: '/host', mode: 'rw' }]]),
  (source) => Object.fromEntries([[source, { bind: '/host' }]]),
  (source) => Object.fromEntries([[source, '/host']]),
  (source) =>
    Object.fromEntries([
      ['data', { bind: '/data' }],
      [source, { bind: '/host' }],
    ]),
  (source) => ({ data: { bind: '/data', source } }),
  (source) => [{ type: 'bind', source, target: '/host' }],
  (source) => [`type=bind,src=${source},dst=/host`],
  (source) => [[`${source}:/host`]],
]

describe('A folder of the host', () => {
  it('is mounted by no tool, however the mount is written', () => {
    const calls = SOURCES.split(' ').flatMap((source) =>
      MOUNTS.flatMap((mount) =>
        STARTING.map((tool): Call => [tool, { image: 'nginx:1.29', volumes: mount(source) }]),
      ),
    )
    expect(calls.length).toBeGreaterThan(2000)
    expect(calls.filter((call) => outcome(call) !== 'deny')).toEqual([])
  })
})

describe('A right on the host', () => {
  const rights =
    'privileged cap_add capAdd CapAdd devices device_requests pid_mode PidMode ipc_mode userns_mode security_opt ' +
    'securityOpt host_config HostConfig binds Binds mounts Mounts volumes_from sysctls runtime network_mode NetworkMode'
  const values: readonly JsonValue[] = [true, 'true', 'host', ['ALL'], { Privileged: true }, 1]

  it('is denied under every name, beside the arguments or inside of them', () => {
    const given = rights.split(' ').flatMap((name) => values.map((value) => [name, value] as const))
    const calls = given.flatMap(([name, value]): readonly Call[] => {
      const started = STARTING.map((tool): Call => [tool, withArgument({ image: 'x' }, name, value)])
      const deep: Call = [
        'run_container',
        { image: 'x', options: { deep: Object.fromEntries([[name, value]]) } },
      ]
      return started.concat([deep, ['create_volume', withArgument({ name: 'x' }, name, value)]])
    })
    expect(calls.length).toBeGreaterThan(500)
    expect(calls.filter((call) => outcome(call) !== 'deny')).toEqual([])
  })

  it('is denied as the network of the host', () => {
    const networks = [
      'host',
      'HOST',
      ' host',
      'host\n',
      'Host ',
      'container:db',
      'CONTAINER:db',
      'ns:/proc/1/ns/net',
    ]
    const calls = networks.flatMap((network) =>
      STARTING.flatMap((tool): readonly Call[] => [
        [tool, { image: 'x', network }],
        [tool, { image: 'x', network: [network] }],
        [tool, { image: 'x', network: { name: network } }],
      ]),
    )
    expect(calls.filter((call) => outcome(call) !== 'deny')).toEqual([])
  })

  it('is denied in a compose file', () => {
    const items = [
      'privileged: true',
      'cap_add: [SYS_ADMIN]',
      'network_mode: host',
      'pid: host',
      'ipc: host',
      'userns_mode: host',
      'devices: [/dev/sda:/dev/sda]',
      'security_opt: [apparmor:unconfined]',
      'volumes: ["/:/host"]',
      "volumes: ['/etc:/x:ro']",
      'volumes:\n      - /var/run/docker.sock:/x',
      'volumes:\n      - ~/.ssh:/x',
      'volumes:\n      - ../..:/x',
      'volumes:\n      - $HOME:/x',
      'env_file: .env',
      'build: .',
      'extends: {file: x.yaml}',
    ]
    const spellings: readonly ((text: string) => string)[] = [
      (text) => `services:\n  a:\n    image: x\n    ${text}\n`,
      (text) => `services:\n  a:\n    ${text}\n    image: x\n`,
      (text) => `# x\nservices:\n  a:\n    image: x # ${'x'.repeat(50)}\n    ${text}\n`,
      (text) => `services:\r\n  a:\r\n    image: x\r\n    ${text.replaceAll('\n', '\r\n')}\r\n`,
      (text) => `x-a: &a\n  ${text.replaceAll('\n    ', '\n  ')}\nservices:\n  a: {<<: *a, image: x}\n`,
      (text) => `services:\n  a:\n    image: x\n    ${text.toUpperCase()}\n`,
      (text) => `services:\n  a:\n    image: x\n    ${text.replace(/^(\w+):/, '"$1" :')}\n`,
      (text) => `services:\n  a:\n    image: x\n    ${text.replace(/^(\w+):/, "'$1':")}\n`,
      (text) => `services:\n  a:\n    image: x\n    ${text.replace(/^(\w+):/, '? $1\n    :')}\n`,
    ]
    const calls = items.flatMap((item) =>
      spellings.flatMap((spell): readonly Call[] => [
        ['deploy-compose', { project_name: 'x', compose_yaml: spell(item) }],
        ['deploy-compose', { project_name: 'x', compose_yaml: spell(item), dryRun: true }],
      ]),
    )
    expect(calls.length).toBeGreaterThan(200)
    expect(calls.filter((call) => outcome(call) === 'allow')).toEqual([])
    const plain = calls.filter(
      ([, { compose_yaml: text }]) => typeof text === 'string' && !/\n {4}:/.test(text),
    )
    expect(plain.filter((call) => outcome(call) !== 'deny')).toEqual([])
  })
})
