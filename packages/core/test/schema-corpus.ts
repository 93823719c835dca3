/** Files that load, by kind: what the readers take, editors must not underline. */
export const GOOD_POLICIES: readonly string[] = [
  'name: p\nrules: []\n$schema: ./policy.schema.json',
  'name: p\nversion: "1"\ndescription: d\ndefault_outcome: deny\nfail_open: false\nextends: []\nrules: []\nx-a: 1\nmetadata: [1]',
  'name: p\nrules: [{id: a, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, priority: 0, description: d, match_on: {}, effect: {type: allow, reason: ok}}]',
  `name: p
rules:
  - id: a
    match_on:
      action_types: [tool_call, "resource_*"]
      resources: ["read_*", exact]
      ignore_case: true
      agent_ids: [a]
      servers: [s]
      targets: [t]
      principals: {ids: [a], kinds: [user], roles: [r], x-a: 1}
      parameters: {sql: "(?i)drop", x-name: a}
      conditions:
        - {field: a, operator: equals, value: {b: [1, null]}}
        - {field: a, operator: neq, value: null}
        - {field: a, operator: in, value: [1, x]}
        - {field: a, operator: not_in, value: []}
        - {field: a, operator: contains, value: x}
        - {field: a, operator: matches, value: x}
        - {field: a, operator: less_than, value: 1.5}
        - {field: a, operator: exists}
        - {field: a, operator: not_exists, value: true}
        - {field: a, operator: path_within, value: /srv}
        - {field: a, operator: url_host_in, value: [example.com]}
        - {any: [{not: {field: 'a[*].b[0]', operator: exists}}, {all: [{session_age_max: 4h}]}], x-a: 1}
        - {rate_limit: {max: 0, window: 24h}}
        - {seen: {match: {resources: [look_up], conditions: [{field: a, operator: exists}]}, same: [a, {here: b.c, there: d}], within: 1h, at_least: 2, by: [session, principal]}}
        - {count: {within: 90, at_most: 0}}
        - {count: {match: {}, within: 1h, at_least: 3, by: rule}}
        - {sum: {of: "items[*].amount", within: 1d, at_most: 12.5, pot: p, by: pot}}
        - {sum: {of: a, within: 1d, at_least: "0.01", unit: minor, currency: [EUR, USD], currency_field: c}}
        - {session_age_max: 3600}
        - {time_window: "22:00-06:00 Europe/Berlin"}
        - {time_window: {hours: "22:00-24:00", zone: Europe/Berlin, days: [mon-fri, Sun], from: 2026-12-01, until: 2027-01-01, x-a: 1}}
        - {time_window: {days: [sat]}}
    effect:
      type: require_approval
      reason: why
      risk_level: critical
      redact_fields: [a.b]
      approval: {timeout: 15m, execute_within: 60, approvers: ["group:a"], quorum: 2, allow_self: false,
        require_note: true, grants: [once, session, 1h], editable: [a.b], escalate: [{after: 5m, to: ["user:a"]}],
        channels: [ui], digest_exclude: [c]}
  - {id: b, effect: {type: require_approval, reason: why, timeout: 30}}`,
  'name: p\nrules: [{id: a, match_on: {words: [delete, Drop, RM, "2"], resources: ["*"], ignore_case: false}, effect: {type: deny, reason: r}}]',
  'name: p\nrules: [{id: a, match_on: {words: [$deleting_words, x], arguments: {only: [$reading_arguments, $where]}}, effect: {type: deny, reason: r}}]',
  '{}',
  'policies: []',
  'policy: [{name: a, effect: refuse, conditions: []}]',
  `policies:
  - name: a
    description: d
    effect: permit
    priority: 3
    conditions:
      - {identity_kind: agent}
      - {identity_role: r}
      - {identity_id: i}
      - {action: "a.*", x-a: 1}
      - {resource: "a*"}
      - {param_max: {field: a, max: 1}}
      - {param_min: {field: a, min: -1.5}}
      - {param_in: {field: a, values: []}}
      - {rate_limit: {max: 0, window: "90"}}
      - {session_age_max: 1d}
      - {time_window: "09:00-18:00"}
      - {time_window: {until: 2027-01-01}}`,
  'rules: [{tool: "*"}]',
  `default_timeout: 60
rules:
  - {tool: a, require_approval: true, timeout: 30, risk_level: high, redact_fields: [v], x-a: 1}
  - {tool: "*", require_approval: false, auto_approve: true}`,
]

/** Policies with one mistake of shape: both the reader and the schema must refuse them. */
export const BAD_POLICIES: readonly string[] = [
  '[]',
  'x-a: 1',
  'rules: []',
  'name: p',
  'name: 1\nrules: []',
  'name: p\nrules: [{id: a, match_on: {words: [delete]}, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, match_on: {words: []}, effect: {type: deny, reason: r}}]',
  'name: p\nrules: [{id: a, match_on: {words: [$deleting]}, effect: {type: deny, reason: r}}]',
  'name: p\nrules: [{id: a, match_on: {words: [delete_file]}, effect: {type: deny, reason: r}}]',
  'name: p\nrules: [{id: a, match_on: {words: [deleteFile]}, effect: {type: deny, reason: r}}]',
  'name: p\nrules: [{id: a, match_on: {ignore_case: false}, effect: {type: deny, reason: r}}]',
  'name: p\nrules: [{id: a, match_on: {resources: [x], ignore_case: 1}, effect: {type: deny, reason: r}}]',
  'name: ""\nrules: []',
  'name: p\nrulse: []',
  'name: p\nrules: {}',
  'name: p\nversion: 1.0\nrules: []',
  'name: p\ndefault_outcome: allow\nrules: []',
  'name: p\nfail_open: true\nrules: []',
  'name: p\nrules: [{id: a}]',
  'name: p\nrules: [{effect: {type: allow}}]',
  'name: p\nrules: [{id: _a, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, effect: allow}]',
  'name: p\nrules: [{id: a, effect: {type: deny}}]',
  'name: p\nrules: [{id: a, effect: {type: dney, reason: r}}]',
  'name: p\nrules: [{id: a, effect: {type: allow, timeout: 5m}}]',
  'name: p\nrules: [{id: a, effect: {type: deny, reason: r, approval: {}}}]',
  'name: p\nrules: [{id: a, effect: {type: deny, reason: r, risk_level: severe}}]',
  'name: p\nrules: [{id: a, effect: {type: require_approval, reason: r, timeout: soon}}]',
  'name: p\nrules: [{id: a, effect: {type: require_approval, reason: r, approval: {approvers: [ana]}}}]',
  'name: p\nrules: [{id: a, effect: {type: require_approval, reason: r, approval: {quorum: 0}}}]',
  'name: p\nrules: [{id: a, effect: {type: require_approval, reason: r, approval: {escalate: [{after: 5m}]}}}]',
  'name: p\nrules: [{id: a, priority: -1, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, priority: high, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, match_on: ~, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, match_on: {resource: [x]}, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, match_on: {resources: []}, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, match_on: {resources: x}, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, match_on: {action_types: [tool-call]}, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, match_on: {principals: {kinds: [robot]}}, effect: {type: allow}}]',
  'name: p\nrules: [{id: a, match_on: {parameters: {a: 1}}, effect: {type: allow}}]',
  ...[
    '{}',
    '{field: a}',
    '{field: a, operator: equal, value: 1}',
    '{field: a, operator: equals}',
    '{field: a, operator: less_than, value: "1"}',
    '{field: a, operator: one_of, value: x}',
    '{field: a, operator: contains, value: 1}',
    '{field: a, operator: path_within, value: []}',
    '{field: a, operator: exists, session_age_max: 4h}',
    '{all: []}',
    '{not: [{field: a, operator: exists}]}',
    '{rate_limit: {max: 1}}',
    '{seen: {within: 1h}}',
    '{seen: {match: {}, within: 1h, at_most: 1}}',
    '{seen: {match: {}, within: 1h, at_least: 0}}',
    '{seen: {match: {resource: [a]}, within: 1h}}',
    '{count: {within: 1h}}',
    '{count: {within: 1h, at_most: 1, at_least: 1}}',
    '{count: {at_most: 1}}',
    '{count: {within: 1h, at_most: 1.5}}',
    '{count: {within: 1h, at_most: 1, by: user}}',
    '{count: {within: 1h, at_most: 1, match: {}, pot: p}}',
    '{count: {within: 1h, at_most: 1, same: [{here: a}]}}',
    '{sum: {within: 1h, at_most: 1}}',
    '{sum: {of: a, within: 1h, at_most: -1}}',
    '{sum: {of: a, within: 1h, at_most: 1, unit: cents}}',
    '{sum: {of: a, within: 1h, at_most: 1, currency: eur}}',
    '{rate_limit: {max: -1, window: 1h}}',
    '{session_age_max: 0}',
    '{session_age_max: 1.5}',
    '{time_window: "9:00-18:00"}',
    '{time_window: "24:00-06:00"}',
    '{time_window: {}}',
    '{time_window: {zone: UTC}}',
    '{time_window: {days: []}}',
    '{time_window: {days: [monday]}}',
    '{time_window: {days: mon}}',
    '{time_window: {from: 1}}',
    '{time_window: {from: 2026-12-1}}',
    '{time_window: {hour: "09:00-18:00"}}',
  ].map(
    (condition) => `name: p\nrules: [{id: a, match_on: {conditions: [${condition}]}, effect: {type: allow}}]`,
  ),
  'policies: {}',
  'policy: []\npolicies: []',
  'policies: [{name: a, effect: permit}]',
  'policies: [{name: a, effect: allow, conditions: []}]',
  'policies: [{naem: a, effect: permit, conditions: []}]',
  'policies: [{name: a, effect: permit, conditions: [{}]}]',
  'policies: [{name: a, effect: permit, conditions: [{action: a, resource: b}]}]',
  'policies: [{name: a, effect: permit, conditions: [{idnetity_kind: agent}]}]',
  'policies: [{name: a, effect: permit, conditions: [{identity_kind: Robot}]}]',
  'policies: [{name: a, effect: permit, conditions: [{param_max: {field: a, max: "1"}}]}]',
  'policies: [{name: a, effect: permit, conditions: [{param_in: {field: a, values: x}}]}]',
  'rules: [{tool: a, require_approval: "false"}]',
  'rules: [{tool: "read_*"}]',
  'rules: [{require_approval: true}]',
  'rules: [{tool: a, timeout: 0}]',
  'default_timeout: x\nrules: []',
  'rules: [{tool: a}, {id: b, effect: {type: allow}}]',
]

/** Files of another kind, which policies and tests may be taken for. */
export const CONFIGURATIONS: readonly string[] = [
  'policy_paths: [p.yaml]',
  'policy_paths: [p.yaml]\nfail_open: false\naudit_enabled: false\naudit_file: a\nserver_name: s\nagent_id: a\nx-a: 1',
  'policy_paths: [p.yaml]\nprincipal: {id: a, kind: user, roles: [r]}\nlisten_addr: "127.0.0.1:9100"\nupstream_addr: "a:1"',
  'policy_paths: [a, b]\nhot_reload: true\nhealth_addr: "127.0.0.1:9101"\ntransport: stdio\nupstream_command: npx\nupstream_args: [a, ""]',
]

export const GOOD_TESTS: readonly string[] = [
  'tests: []',
  'policy: p.yaml\ndescription: d\nnow: 2026-01-01T00:00:00Z\ntests: [{id: a, action: {resource: r}, expect: allow}]',
  `tests:
  - id: a
    description: d
    action: {action_type: prompt_get, resource: r, agent_id: a, parameters: {a: [1]}, server: s, target: t,
      principal: {id: a, kind: user, roles: [r]}}
    expect: approval
    rule: r
    reason_contains: x
    now: "2026-03-01T09:30:00+01:00"
    state: {session_age: 4h, calls: {24h: 50, "60": 1}}
  - {id: b, action: {resource: r}, state: {calls: 3}, expect: requireapproval}
  - id: c
    action: {resource: "{{r}}", parameters: "{{p}}", action_type: "{{t}}"}
    expect: "{{e}}"
    params:
      - {r: x, p: {a: 1}, t: tool_call, e: deny}`,
]

export const BAD_TESTS: readonly string[] = [
  '{}',
  'tests: {}',
  'test: []',
  'tests: [{id: a, action: {resource: r}}]',
  'tests: [{id: a, expect: deny}]',
  'tests: [{id: a, action: {}, expect: deny}]',
  'tests: [{action: {resource: r}, expect: deny}]',
  'tests: [{id: a, action: {resource: r}, expect: maybe}]',
  'tests: [{id: a, action: {resource: r, action_type: tool}, expect: deny}]',
  'tests: [{id: a, action: {resource: r, parameters: [1]}, expect: deny}]',
  'tests: [{id: a, action: {resource: r}, expect: deny, now: tomorrow}]',
  'tests: [{id: a, action: {resource: r}, expect: deny, state: {calls: -1}}]',
  'tests: [{id: a, action: {resource: r}, expect: deny, state: {session_age: soon}}]',
  'tests: [{id: a, action: {resource: r}, expect: deny, params: []}]',
  'tests: [{id: a, action: {resource: r}, expect: deny, params: [1]}]',
  'tests: [{id: a, action: {resource: r}, expect: deny, unless: x}]',
]
