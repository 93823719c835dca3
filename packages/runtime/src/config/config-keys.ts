/** The keys of a proxy configuration, each with the line that editors show. */
export const CONFIG_KEYS = {
  policy_paths: 'Policy files in the order in which they are asked, relative to this file.',
  transport: 'How clients connect; only `stdio` is available.',
  upstream_command: 'The command that starts the MCP server.',
  upstream_args: 'The arguments of that command.',
  listen_addr: 'Where a TCP proxy listens; not available yet.',
  upstream_addr: 'Where the server of a TCP proxy listens; not available yet.',
  audit_enabled: 'Whether decisions are recorded; true when absent.',
  audit_file: 'Where decisions are recorded, relative to this file.',
  audit_durability:
    'What an entry survives once it is acknowledged: the death of the process (`os`), or of the machine (`disk`).',
  audit_signing:
    'When entries are signed: within a second (`batched`), or before they are acknowledged (`every-entry`).',
  hot_reload: 'Whether changed policies come into force while calls go on; false when absent.',
  health_addr: 'Where probes are answered, such as `127.0.0.1:9101`; nobody is when absent.',
  health_hosts: 'Further host names by which monitors may ask for `/metrics` there.',
  redis_url:
    'The Redis that counts limits for every machine that names it; a file of the user does when absent.',
  invariants:
    'A file of what holds whatever the policies say, relative to this file; read once, when the proxy starts.',
  drift:
    'Whether, or from which bounds on, sessions that change are ended; nobody looks for that when absent.',
  approvals: 'Which people are asked, and how; `false` for nobody.',
  reviewer: 'How `kvlar approvals serve` serves the page on which they decide.',
  shadow:
    'Shadow mode: lets go what the policies would stop, and records what that is; everything is enforced when absent.',
  permits:
    'Whom permits are for: one is signed for each call of a tool that may run, for a server that verifies as that.',
  max_message_mib: 'The longest message, in MiB; 16 when absent.',
  drain:
    'How long what is open may take to be answered when a command is told to stop; 25s when absent, and 0 for not at all.',
  home: 'The home folder of the user, in which .kvlar lies, whatever the environment says; relative to this file.',
  state_home: 'The folder in which the state folder of Kvlar lies, in the same way.',
  server_name: 'The name of the server that policies match with `servers`.',
  agent_id: 'The agent id of every call; `mcp-agent` when absent.',
  principal: 'On whose authority calls are made; the agent itself when absent.',
  fail_open: 'Only `false`: what fails is denied.',
} as const

/** Keys that load without an effect until their capability exists; a false one asks for nothing. */
export const LATER_CONFIG_KEYS = ['listen_addr', 'upstream_addr'] as const

export const DURABILITIES = ['os', 'disk'] as const
export const SIGNINGS = ['batched', 'every-entry'] as const
/** From the official SDK's own bound on. */
export const MESSAGE_MIB = [10, 256] as const
