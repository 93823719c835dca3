export const GOOD_CONFIGS: readonly string[] = [
  'policy_paths: [p.yaml]',
  'policy_paths: [p.yaml]\nfail_open: false\naudit_enabled: false\naudit_file: a\nserver_name: s\nagent_id: a\nx-a: 1\nredis_url: "rediss://redis.internal"',
  'policy_paths: [p.yaml]\nprincipal: {id: a, kind: user, roles: [r]}\nlisten_addr: "127.0.0.1:9100"\nupstream_addr: "a:1"',
  'policy_paths: [a, b]\nhot_reload: true\nhealth_addr: "127.0.0.1:9101"\ntransport: stdio\nupstream_command: npx\nupstream_args: [a, ""]',
]

export const BAD_CONFIGS: readonly string[] = [
  '{}',
  'policy_paths: []',
  'policy_paths: p.yaml',
  'policy_path: [p.yaml]',
  'policy_paths: [p.yaml]\nfail_open: true',
  'policy_paths: [p.yaml]\ntransport: tcp',
  'policy_paths: [p.yaml]\ntransport: http',
  'policy_paths: [p.yaml]\naudit_enabled: "yes"',
  'policy_paths: [p.yaml]\nhot_reload: 1',
  'policy_paths: [p.yaml]\nprincipal: {kind: user}',
  'policy_paths: [p.yaml]\nprincipal: {id: a, kind: robot}',
  'policy_paths: [p.yaml]\nupstream_args: [1]',
  'policy_paths: [p.yaml]\nredis_url: 6379',
]
