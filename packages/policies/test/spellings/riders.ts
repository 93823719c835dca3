import type { JsonObject, JsonValue } from '@kvlar/core/json'

/** Arguments that no published tool of these servers has beside its plain reads, and what some server made of them. */
const NAMES =
  'api_key apiKey token base_url baseUrl endpoint endpoint_url proxy proxyUrl headers webhook callback_url output_file ' +
  'exec script shell working_dir cwd env run_as impersonate sudo kubeconfig config kube_config insecure certificate ' +
  'hooks pre_command post then also batch operations calls __proto__ constructor _meta Query LIMIT Name nameSpace'

const VALUES: readonly JsonValue[] = [
  'x',
  'https://evil.example/',
  '',
  0,
  true,
  null,
  ['rm', '-rf', '/'],
  { path: '/etc/shadow' },
]

/** The arguments of a call with one more, or another value for one of them. */
export const withArgument = (parameters: JsonObject, name: string, value: JsonValue): JsonObject =>
  Object.fromEntries([...Object.entries(parameters), [name, value]])

/** The arguments of a call, each with one more that the server does not publish. */
export function withRiders(parameters: JsonObject): readonly JsonObject[] {
  return NAMES.split(' ').flatMap((name) => VALUES.map((value) => withArgument(parameters, name, value)))
}
