// Written by tools/write-texts.ts from the files under policies/; a test holds the two together.
export const TEXTS = {
  default: {
    policy: `# Default: for a server without a policy of its own.
#
# It goes by the names of tools, which the server chooses. So it is a start, not an end: it keeps what says that it
# deletes or runs commands away, lets what says that it reads through, asks a person about the rest that it knows,
# and denies what it does not know. Copy it and write the tools of your servers by name.
#
# \`[_.-]\` is one of the marks that tools use between words: read_file, read-file, files.read.

name: default
version: '1.0'
description: By the names of tools - reads are allowed, changes ask a person, deletions, shells and the unknown are denied

rules:
  # --- Denied ---------------------------------------------------------------------------------------------------------

  - id: deny-shell
    description: Tools that run commands or code
    match_on:
      action_types: [tool_call]
      resources:
        - bash
        - Bash
        - sh
        - zsh
        - shell
        - cmd
        - powershell
        - pwsh
        - terminal
        - exec
        - execute
        - run
        - eval
        - subprocess
        - command
        - 'shell[_.-]*'
        - '*[_.-]shell'
        - '*[_.-]exec'
        - 'exec[_.-]*'
        - '*run[_.-]command*'
        - '*execute[_.-]command*'
        - '*run[_.-]terminal*'
        - '*run[_.-]in[_.-]terminal*'
        - '*run[_.-]script*'
        - '*[Rr]unCommand*'
        - '*[Ee]xecuteCommand*'
        - '*run[_.-]code*'
        - '*execute[_.-]code*'
        - '*execute[_.-]python*'
        - 'start[_.-]process'
        - '*[_.-]eval'
        - '*[_.-]evaluate'
    effect:
      type: deny
      reason: Shell access is not permitted by this policy; use a tool made for the task, or ask the user to run the command
      risk_level: critical

  - id: deny-destructive
    description: Tools whose name says that something goes away
    match_on:
      action_types: [tool_call]
      resources:
        - '*[Dd]elete*'
        - '*[Dd]estroy*'
        - '*[Pp]urge*'
        - '*[Tt]runcate*'
        - '*[Rr]emove*'
        - '*[Ee]rase*'
        - '*[Ww]ipe*'
        - '*[Uu]ninstall*'
        - '*[Rr]evoke*'
        - drop
        - 'drop[_.-]*'
        - 'drop[A-Z]*'
        - '*[_.-]drop'
        - '*[_.-]drop[_.-]*'
        - 'unlink*'
        - rm
        - 'rm[_.-]*'
        - rmdir
        - 'kill*'
        - '*[_.-]kill[_.-]*'
        - '*[_.-]kill'
        - 'reset[_.-]*'
        - '*[_.-]reset'
        - 'format[_.-]disk*'
    effect:
      type: deny
      reason: Deleting is not permitted by this policy; list what should go and ask the user
      risk_level: critical

  - id: deny-http-writes
    match_on:
      action_types: [tool_call]
      resources:
        [
          'http[_.-]post',
          'http[_.-]put',
          'http[_.-]patch',
          'http[_.-]delete',
          '*[_.-]http[_.-]request',
          'http[_.-]request',
          curl,
        ]
    effect:
      type: deny
      reason: Free requests to other servers are not permitted by this policy; use a tool made for the service
      risk_level: high

  - id: deny-secret-files
    description: Whatever the tool is called, it does not get a file with credentials
    match_on:
      action_types: [tool_call]
      conditions:
        - any:
            - {
                field: path,
                operator: matches,
                value: &secrets '(?i)(^|[/\\\\])(\\.ssh|\\.gnupg|\\.aws|\\.azure|\\.kube|\\.kvlar)([/\\\\]|$)|(^|[/\\\\])(\\.env(\\.(local|dev|development|prod|production|staging|test))?|\\.netrc|\\.npmrc|\\.pypirc|\\.pgpass|\\.git-credentials|id_(rsa|dsa|ecdsa|ed25519)|[^/\\\\]*\\.(pem|p12|pfx|kdbx))$|^/+(proc|dev)(/|$)|^/+etc/+(shadow|gshadow|sudoers)',
              }
            - { field: file_path, operator: matches, value: *secrets }
            - { field: filePath, operator: matches, value: *secrets }
            - { field: filename, operator: matches, value: *secrets }
            - { field: 'paths[*]', operator: matches, value: *secrets }
    effect:
      type: deny
      reason: This file holds credentials, or its path is not text; ask the user for the one value you need, never for the file
      risk_level: critical

  # --- Asked before the reads -------------------------------------------------------------------------------------------

  # A reading tool with an address of its own can reach anything, and carry anything there.
  - id: approve-addresses
    match_on:
      action_types: [tool_call]
      conditions:
        - any:
            - { field: url, operator: exists }
            - { field: urls, operator: exists }
            - { field: uri, operator: exists }
            - { field: endpoint, operator: exists }
    effect:
      type: require_approval
      reason: This tool goes to an address that the agent chose; a person checks where
      risk_level: medium

  - id: approve-secrets
    description: Reading tools whose name says that they answer with secrets
    match_on:
      action_types: [tool_call]
      resources:
        [
          '*[Ss]ecret*',
          '*[Pp]assword*',
          '*[Cc]redential*',
          '*[_.-]token',
          '*[_.-]tokens',
          '*[Aa]pi[_-]key*',
          '*ApiKey*',
          '*[_.-]env',
          'env',
          'get-env',
        ]
    effect:
      type: require_approval
      reason: This answers with secrets; a person decides whether the agent may see them
      risk_level: high

  # Before the reads, so that \`get_or_create\`, \`find_and_replace\` and \`list_update\` are not taken for reads.
  - id: approve-mixed
    match_on:
      action_types: [tool_call]
      resources: ['*[_.-]and[_.-]*', '*[_.-]or[_.-]*', '*[a-z]And[A-Z]*', '*[a-z]Or[A-Z]*']
    effect:
      type: require_approval
      reason: This does more than one thing; it needs human approval
      risk_level: medium

  - id: approve-writes
    description: Tools with a word for changing anywhere in their name
    match_on:
      action_types: [tool_call]
      resources:
        - write
        - 'write[_.-]*'
        - 'write[A-Z]*'
        - '*[_.-]write'
        - '*[_.-]write[_.-]*'
        - '*[a-z]Write*'
        - create
        - 'create[_.-]*'
        - 'create[A-Z]*'
        - '*[_.-]create'
        - '*[_.-]create[_.-]*'
        - '*[a-z]Create*'
        - update
        - 'update[_.-]*'
        - 'update[A-Z]*'
        - '*[_.-]update'
        - '*[_.-]update[_.-]*'
        - '*[a-z]Update*'
        - insert
        - 'insert[_.-]*'
        - 'insert[A-Z]*'
        - '*[_.-]insert'
        - '*[_.-]insert[_.-]*'
        - '*[a-z]Insert*'
        - replace
        - 'replace[_.-]*'
        - 'replace[A-Z]*'
        - '*[_.-]replace'
        - '*[_.-]replace[_.-]*'
        - '*[a-z]Replace*'
        - upload
        - 'upload[_.-]*'
        - 'upload[A-Z]*'
        - '*[_.-]upload'
        - '*[_.-]upload[_.-]*'
        - '*[a-z]Upload*'
        - edit
        - 'edit[_.-]*'
        - 'edit[A-Z]*'
        - '*[_.-]edit'
        - '*[_.-]edit[_.-]*'
        - '*[a-z]Edit*'
        - modify
        - 'modify[_.-]*'
        - 'modify[A-Z]*'
        - '*[_.-]modify'
        - '*[_.-]modify[_.-]*'
        - '*[a-z]Modify*'
        - rename
        - 'rename[_.-]*'
        - 'rename[A-Z]*'
        - '*[_.-]rename'
        - '*[_.-]rename[_.-]*'
        - '*[a-z]Rename*'
        - overwrite
        - 'overwrite[_.-]*'
        - 'overwrite[A-Z]*'
        - '*[_.-]overwrite'
        - '*[_.-]overwrite[_.-]*'
        - '*[a-z]Overwrite*'
        - append
        - 'append[_.-]*'
        - 'append[A-Z]*'
        - '*[_.-]append'
        - '*[_.-]append[_.-]*'
        - '*[a-z]Append*'
        - upsert
        - 'upsert[_.-]*'
        - 'upsert[A-Z]*'
        - '*[_.-]upsert'
        - '*[_.-]upsert[_.-]*'
        - '*[a-z]Upsert*'
        - '*[_.-]add'
        - '*[_.-]add[_.-]*'
        - '*[_.-]set'
        - '*[_.-]set[_.-]*'
        - '*[_.-]put'
        - '*[_.-]put[_.-]*'
        - '*[_.-]post'
        - '*[_.-]post[_.-]*'
        - '*[_.-]move'
        - '*[_.-]move[_.-]*'
        - '*[_.-]copy'
        - '*[_.-]copy[_.-]*'
        - '*[_.-]send'
        - '*[_.-]send[_.-]*'
        - '*[_.-]patch'
        - '*[_.-]patch[_.-]*'
    effect:
      type: require_approval
      reason: This changes something; it needs human approval
      risk_level: medium

  # --- Allowed ----------------------------------------------------------------------------------------------------------

  - id: allow-reads
    description: Tools whose name begins with a word for reading
    match_on:
      action_types: [tool_call]
      resources:
        - get
        - 'get[_.-]*'
        - 'get[A-Z]*'
        - list
        - 'list[_.-]*'
        - 'list[A-Z]*'
        - read
        - 'read[_.-]*'
        - 'read[A-Z]*'
        - search
        - 'search[_.-]*'
        - 'search[A-Z]*'
        - find
        - 'find[_.-]*'
        - 'find[A-Z]*'
        - describe
        - 'describe[_.-]*'
        - 'describe[A-Z]*'
        - show
        - 'show[_.-]*'
        - 'show[A-Z]*'
        - view
        - 'view[_.-]*'
        - 'view[A-Z]*'
        - lookup
        - 'lookup[_.-]*'
        - 'lookup[A-Z]*'
        - count
        - 'count[_.-]*'
        - 'count[A-Z]*'
    effect:
      type: allow

  - id: approve-actions
    description: Tools whose name begins with a word for doing, such as sending an email
    match_on:
      action_types: [tool_call]
      resources:
        - add
        - 'add[_.-]*'
        - 'add[A-Z]*'
        - append
        - 'append[_.-]*'
        - 'append[A-Z]*'
        - set
        - 'set[_.-]*'
        - 'set[A-Z]*'
        - put
        - 'put[_.-]*'
        - 'put[A-Z]*'
        - post
        - 'post[_.-]*'
        - 'post[A-Z]*'
        - patch
        - 'patch[_.-]*'
        - 'patch[A-Z]*'
        - send
        - 'send[_.-]*'
        - 'send[A-Z]*'
        - move
        - 'move[_.-]*'
        - 'move[A-Z]*'
        - copy
        - 'copy[_.-]*'
        - 'copy[A-Z]*'
        - import
        - 'import[_.-]*'
        - 'import[A-Z]*'
        - install
        - 'install[_.-]*'
        - 'install[A-Z]*'
        - deploy
        - 'deploy[_.-]*'
        - 'deploy[A-Z]*'
        - publish
        - 'publish[_.-]*'
        - 'publish[A-Z]*'
        - push
        - 'push[_.-]*'
        - 'push[A-Z]*'
        - commit
        - 'commit[_.-]*'
        - 'commit[A-Z]*'
        - merge
        - 'merge[_.-]*'
        - 'merge[A-Z]*'
        - submit
        - 'submit[_.-]*'
        - 'submit[A-Z]*'
        - save
        - 'save[_.-]*'
        - 'save[A-Z]*'
        - store
        - 'store[_.-]*'
        - 'store[A-Z]*'
        - register
        - 'register[_.-]*'
        - 'register[A-Z]*'
        - assign
        - 'assign[_.-]*'
        - 'assign[A-Z]*'
        - invite
        - 'invite[_.-]*'
        - 'invite[A-Z]*'
        - share
        - 'share[_.-]*'
        - 'share[A-Z]*'
        - schedule
        - 'schedule[_.-]*'
        - 'schedule[A-Z]*'
        - start
        - 'start[_.-]*'
        - 'start[A-Z]*'
        - stop
        - 'stop[_.-]*'
        - 'stop[A-Z]*'
        - enable
        - 'enable[_.-]*'
        - 'enable[A-Z]*'
        - disable
        - 'disable[_.-]*'
        - 'disable[A-Z]*'
        - close
        - 'close[_.-]*'
        - 'close[A-Z]*'
        - open
        - 'open[_.-]*'
        - 'open[A-Z]*'
        - approve
        - 'approve[_.-]*'
        - 'approve[A-Z]*'
        - pay
        - 'pay[_.-]*'
        - 'pay[A-Z]*'
        - charge
        - 'charge[_.-]*'
        - 'charge[A-Z]*'
        - refund
        - 'refund[_.-]*'
        - 'refund[A-Z]*'
        - transfer
        - 'transfer[_.-]*'
        - 'transfer[A-Z]*'
        - book
        - 'book[_.-]*'
        - 'book[A-Z]*'
        - order
        - 'order[_.-]*'
        - 'order[A-Z]*'
        - db
        - 'db[_.-]*'
        - 'db[A-Z]*'
        - email
        - mail
        - 'draft[_.-]*'
        - 'insert*'
        - 'notify*'
        - 'reply[_.-]*'
        - 'comment[_.-]*'
    effect:
      type: require_approval
      reason: This acts for the user; it needs human approval
      risk_level: medium

  - id: allow-prefixed-reads
    description: The same behind the name of a service, such as slack_list_channels or pods-list
    match_on:
      action_types: [tool_call]
      resources:
        - '*[_.-]get'
        - '*[_.-]get[_.-]*'
        - '*[_.-]list'
        - '*[_.-]list[_.-]*'
        - '*[_.-]read'
        - '*[_.-]read[_.-]*'
        - '*[_.-]search'
        - '*[_.-]search[_.-]*'
        - '*[_.-]find'
        - '*[_.-]find[_.-]*'
        - '*[_.-]describe'
        - '*[_.-]describe[_.-]*'
        - '*[_.-]history'
        - '*[_.-]status'
        - '*[_.-]info'
    effect:
      type: allow

  - id: deny-secret-resources
    match_on:
      action_types: [resource_read, resource_subscribe]
      resources:
        [
          '*/.ssh/*',
          '*/.aws/*',
          '*/.gnupg/*',
          '*/.kube/*',
          '*/.env',
          '*/.env.*',
          '*/id_rsa',
          '*/id_ed25519',
          '*.pem',
        ]
    effect:
      type: deny
      reason: This resource holds credentials; ask the user for the one value you need
      risk_level: critical

  - id: allow-resources-and-prompts
    description: What a server offers to read, the completion of its arguments, and news of its resources
    match_on:
      action_types: [resource_read, resource_subscribe, prompt_get, completion]
    effect:
      type: allow

  - id: allow-roots
    description: The server asks which folders are open
    match_on:
      action_types: [roots_list]
    effect:
      type: allow

  # --- Asked: what the server wants of the client -----------------------------------------------------------------------

  - id: approve-server-requests
    description: Text from the client's model, or an answer from the user
    match_on:
      action_types: [sampling, elicitation]
    effect:
      type: require_approval
      reason: The server asks for the model or for an answer of the user; a person reads what it asks
      risk_level: medium

  # Tools that no rule names, and methods that Kvlar does not know, are denied.
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  fetch: {
    policy: `# Fetch: servers that get a web page (mcp-server-fetch, fetch-mcp).
#
# A fetched address carries data out (in its path and query) and brings instructions in. So only listed hosts are
# fetched freely, a person sees every other address, and addresses inside your own network are never fetched.
#
# Edit \`x-hosts\`. List only hosts where nobody else can read what your agent asks for: no host that serves other
# people's content under their own names, and no link shortener. \`*.example.com\` covers the hosts below it.

name: fetch
version: '1.0'
description: Listed hosts are fetched freely, other public hosts ask a person, private addresses are denied

x-hosts: &hosts
  - developer.mozilla.org
  - docs.python.org
  - en.wikipedia.org
  - modelcontextprotocol.io
  - nodejs.org
  - www.rfc-editor.org

# The official server has a tool and a prompt of the same name, and both fetch.
x-tools: &tools [fetch, fetch_html, fetch_json, fetch_markdown, fetch_txt]

rules:
  - id: deny-not-a-web-address
    description: No url, file, data and other schemes, and addresses with a wrong number of slashes
    match_on:
      action_types: [tool_call, prompt_get]
      resources: *tools
      conditions:
        - not: { field: url, operator: matches, value: '(?i)^https?://[^/]' }
    effect:
      type: deny
      reason: Give \`url\` as one full http or https address, such as https://developer.mozilla.org/docs

  # Two readers can take such an address for two hosts; the check and the fetch might disagree.
  - id: deny-unclear-address
    description: User-info, backslashes, white space, controls, encoded and non-ASCII hosts
    match_on:
      action_types: [tool_call, prompt_get]
      resources: *tools
      conditions:
        - any:
            - { field: url, operator: matches, value: '(?i)^https?://[^/?#]*[@%]' }
            - { field: url, operator: matches, value: '(?i)^https?://[^/?#]*[^!-~]' }
            - { field: url, operator: matches, value: '[\\\\\\s\\p{Cc}]' }
    effect:
      type: deny
      reason: The host of this address can be read in more than one way; write the plain address, without user-info or escapes in the host

  - id: deny-private-address
    description: IP literals in every spelling, names without a dot, and names that only resolve inside a network
    match_on:
      action_types: [tool_call, prompt_get]
      resources: *tools
      conditions:
        - any:
            &private # IPv6, and everything whose last label is a number: browsers read 127.1, 2130706433 and 0x7f.1 as IPv4.
            - { field: url, operator: matches, value: '(?i)^https?://\\[' }
            - field: url
              operator: matches
              value: '(?i)^https?://([^/?#:]*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?(:[0-9]*)?([/?#]|$)'
            # No dot: localhost, redis, kubernetes.
            - { field: url, operator: matches, value: '(?i)^https?://[^./?#:]+\\.?(:[0-9]*)?([/?#]|$)' }
            - field: url
              operator: matches
              value: '(?i)^https?://[^/?#:]*\\.(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\\.arpa|svc)\\.?(:[0-9]*)?([/?#]|$)'
            # Public names that answer with whatever address stands in the name.
            - field: url
              operator: matches
              value: '(?i)^https?://([^/?#:]*\\.)?(nip\\.io|sslip\\.io|xip\\.io|localtest\\.me|lvh\\.me|vcap\\.me|rbndr\\.us|1u\\.ms)\\.?(:[0-9]*)?([/?#]|$)'
    effect:
      type: deny
      reason: Addresses of this machine, of private networks and of cloud metadata are never fetched; ask the user to paste what you need
      risk_level: high

  - id: allow-listed-hosts
    description: Encrypted, to a listed host, without own headers or proxies
    match_on:
      action_types: [tool_call, prompt_get]
      resources: *tools
      conditions:
        - { field: url, operator: url_host_in, value: *hosts }
        - { field: url, operator: starts_with, value: 'https://' }
        - { field: headers, operator: not_exists }
        - { field: proxy, operator: not_exists }
    effect:
      type: allow

  - id: approve-other-hosts
    match_on:
      action_types: [tool_call, prompt_get]
      resources: *tools
    effect:
      type: require_approval
      reason: This host is not on the list; a person checks where the request goes and what it carries
      risk_level: medium
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  filesystem: {
    policy: `# Filesystem: the official server (@modelcontextprotocol/server-filesystem).
#
# Reading is free inside your folders, writing asks a person, moving and deleting are denied. Files with credentials
# are neither read nor written, and files that others act upon (dotfiles, CI, lock files) are not written.
#
# Edit \`x-roots\`: replace \`/\` by the folders that you give the server (on Windows: 'C:\\Users\\me\\project').
# \`/\` means: wherever the server itself lets it.

name: filesystem
version: '1.0'
description: Reads are allowed, writes ask a person, moves, deletions and secrets are denied

x-roots: &roots
  - /

# Whatever is named like a secret, and processes' view of themselves. Case does not matter: some disks ignore it.
x-secrets: &secrets '(?i)(^|[/\\\\])(\\.ssh|\\.gnupg|\\.aws|\\.azure|\\.kube|\\.docker|\\.kvlar|\\.password-store|\\.mozilla)([/\\\\]|$)|(^|[/\\\\])\\.config[/\\\\]+(gcloud|gh|hub|op|rclone)([/\\\\]|$)|(^|[/\\\\])(\\.env(\\.[a-z]+)?|\\.envrc|\\.netrc|_netrc|\\.npmrc|\\.pypirc|\\.pgpass|\\.my\\.cnf|\\.git-credentials|\\.vault-token|\\.terraformrc|\\.bash_history|\\.zsh_history|\\.psql_history|id_(rsa|dsa|ecdsa|ed25519)|authorized_keys|[^/\\\\]*\\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk))$|^/+(proc|dev|sys)(/|$)|^/+etc/+(shadow|gshadow|sudoers)'
x-secrets-but-templates: &templates '(?i)(^|[/\\\\])\\.env\\.(example|sample|template|dist)$'

# Dotfiles (with .git, .github and the like), CI files, lock files, system folders.
x-protected: &protected '(?i)(^|[/\\\\])\\.[^./\\\\]|(^|[/\\\\])\\.\\.[^/\\\\]|(^|[/\\\\])(jenkinsfile|azure-pipelines\\.ya?ml|bitbucket-pipelines\\.ya?ml|appveyor\\.ya?ml|cloudbuild\\.ya?ml)$|(^|[/\\\\])([^/\\\\]*[-.])?lock(\\.(json|ya?ml|hcl))?$|(^|[/\\\\])(bun\\.lockb|go\\.sum|npm-shrinkwrap\\.json)$|^/+(bin|boot|etc|lib|lib64|sbin|usr|System|Library)(/|$)'

x-path-tools: &path_tools
  - read_file
  - read_text_file
  - read_media_file
  - list_directory
  - list_directory_with_sizes
  - directory_tree
  - search_files
  - get_file_info
  - write_file
  - edit_file
  - create_directory

rules:
  - id: deny-delete
    match_on:
      action_types: [tool_call]
      resources: [delete_*, remove_*, unlink*, rmdir]
    effect:
      type: deny
      reason: File and folder deletion is blocked; list what should go and ask the user to delete it
      risk_level: high

  - id: deny-move
    match_on:
      action_types: [tool_call]
      resources: [move_*, rename_*]
    effect:
      type: deny
      reason: File moves are blocked; write the new file and ask the user to remove the old one
      risk_level: high

  # An absent, relative or unclear path is an error, and an error counts as a match here.
  - id: deny-outside
    description: The path is not an absolute path inside \`x-roots\` with one reading
    match_on:
      action_types: [tool_call]
      resources: *path_tools
      conditions:
        - not: { field: path, operator: path_within, value: *roots }
    effect:
      type: deny
      reason: Give \`path\` as an absolute path inside the folders of this policy, without \`~\`, backslashes or escapes

  - id: deny-outside-many
    description: The same for tools that take several paths; one wrong path is enough
    match_on:
      action_types: [tool_call]
      resources: [read_multiple_files]
      conditions:
        - not: { field: 'paths[*]', operator: path_within, value: *roots }
    effect:
      type: deny
      reason: Give every item of \`paths\` as an absolute path inside the folders of this policy

  - id: deny-secrets
    description: Credentials are neither read nor written
    match_on:
      action_types: [tool_call]
      resources: *path_tools
      conditions:
        - { field: path, operator: matches, value: *secrets }
        - not: { field: path, operator: matches, value: *templates }
    effect:
      type: deny
      reason: This file holds credentials or private history; ask the user for the one value you need, never for the file
      risk_level: critical

  - id: deny-secrets-many
    match_on:
      action_types: [tool_call]
      resources: [read_multiple_files]
      conditions:
        - { field: 'paths[*]', operator: matches, value: *secrets }
    effect:
      type: deny
      reason: One of these files holds credentials or private history; leave it out
      risk_level: critical

  - id: deny-protected-writes
    match_on:
      action_types: [tool_call]
      resources: [write_file, edit_file, create_directory]
      conditions:
        - { field: path, operator: matches, value: *protected }
    effect:
      type: deny
      reason: Dotfiles, CI files, lock files and system folders are not written; show the user the change you want
      risk_level: high

  - id: allow-reads
    match_on:
      action_types: [tool_call]
      resources:
        - read_file
        - read_text_file
        - read_media_file
        - list_directory
        - list_directory_with_sizes
        - directory_tree
        - search_files
        - get_file_info
      conditions:
        - { field: path, operator: path_within, value: *roots }
    effect:
      type: allow

  - id: allow-reads-many
    match_on:
      action_types: [tool_call]
      resources: [read_multiple_files]
      conditions:
        - { field: 'paths[*]', operator: path_within, value: *roots }
    effect:
      type: allow

  - id: allow-list-roots
    match_on:
      action_types: [tool_call]
      resources: [list_allowed_directories]
    effect:
      type: allow

  - id: approve-writes
    match_on:
      action_types: [tool_call]
      resources: [write_file, edit_file, create_directory]
    effect:
      type: require_approval
      reason: This changes a file; it needs human approval
      risk_level: medium

  - id: allow-roots
    description: The server asks the client which folders are open, and serves those
    match_on:
      action_types: [roots_list]
    effect:
      type: allow
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  git: {
    policy: `# Git: the official server for local repositories (mcp-server-git).
#
# Looking is free, changing asks a person, throwing work away is denied. Git reads an argument that starts with \`-\`
# as an option, and options of git write files and run programs; so no name of a revision or branch may.
#
# Edit \`x-repositories\`: replace \`/\` by the folders that hold your repositories (on Windows: 'C:\\Users\\me\\code').

name: git
version: '1.0'
description: Status, log, diff and show are allowed, commits and branches ask a person, reset is denied

x-repositories: &repositories
  - /

x-secrets: &secrets '(?i)(^|[/:])(\\.ssh|\\.aws|\\.gnupg|\\.kube)(/|$)|(^|[/:])(\\.env(\\.(local|dev|development|prod|production|staging|test))?|\\.netrc|\\.npmrc|\\.pypirc|\\.pgpass|\\.git-credentials|id_(rsa|dsa|ecdsa|ed25519)|[^/:]*\\.(pem|p12|pfx|keystore|kdbx))$'

rules:
  - id: deny-options
    description: Arguments that git would read as an option
    match_on:
      action_types: [tool_call]
      resources: [git_*]
      conditions:
        - any:
            - { field: target, operator: matches, value: &option '^\\s*-' }
            - { field: revision, operator: matches, value: *option }
            - { field: branch_name, operator: matches, value: *option }
            - { field: branch_type, operator: matches, value: *option }
            # These may be null, which says the same as leaving them out.
            - all:
                [
                  { field: base_branch, operator: neq, value: null },
                  { field: base_branch, operator: matches, value: *option },
                ]
            - all:
                [
                  { field: contains, operator: neq, value: null },
                  { field: contains, operator: matches, value: *option },
                ]
            - all:
                [
                  { field: not_contains, operator: neq, value: null },
                  { field: not_contains, operator: matches, value: *option },
                ]
            - all:
                [
                  { field: start_timestamp, operator: neq, value: null },
                  { field: start_timestamp, operator: matches, value: *option },
                ]
            - all:
                [
                  { field: end_timestamp, operator: neq, value: null },
                  { field: end_timestamp, operator: matches, value: *option },
                ]
            - { field: 'files[*]', operator: matches, value: *option }
    effect:
      type: deny
      reason: An argument that starts with \`-\` is an option to git; name a revision, a branch or a file
      risk_level: critical

  - id: deny-other-folders
    description: No repo_path, a relative or unclear one, or one outside \`x-repositories\`
    match_on:
      action_types: [tool_call]
      resources: [git_*]
      conditions:
        - not: { field: repo_path, operator: path_within, value: *repositories }
    effect:
      type: deny
      reason: Give \`repo_path\` as an absolute path inside the repositories of this policy

  - id: deny-secrets
    description: Credentials looked up in history, or about to be committed
    match_on:
      action_types: [tool_call]
      resources: [git_*]
      conditions:
        - any:
            - { field: revision, operator: matches, value: *secrets }
            - { field: target, operator: matches, value: *secrets }
            - { field: 'files[*]', operator: matches, value: *secrets }
    effect:
      type: deny
      reason: This is a file with credentials; leave it out of commits and do not read it from history
      risk_level: high

  - id: deny-reset
    match_on:
      action_types: [tool_call]
      resources: [git_reset]
    effect:
      type: deny
      reason: Unstaging everything can lose what somebody prepared; ask the user to run git reset
      risk_level: high

  - id: allow-looking
    match_on:
      action_types: [tool_call]
      resources:
        - git_status
        - git_diff
        - git_diff_staged
        - git_diff_unstaged
        - git_log
        - git_show
        - git_branch
    effect:
      type: allow

  - id: approve-changes
    match_on:
      action_types: [tool_call]
      resources: [git_add, git_commit, git_create_branch, git_checkout]
    effect:
      type: require_approval
      reason: This changes the repository; a person checks it first
      risk_level: medium

  - id: allow-roots
    description: The server asks the client which folders are open
    match_on:
      action_types: [roots_list]
    effect:
      type: allow
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  github: {
    policy: `# GitHub: the official server (github/github-mcp-server), with its present and its earlier tool names.
#
# Reading is free. Whatever others see or what changes a repository asks a person: an agent that reads an issue
# written by a stranger must not carry private code into a public comment. Deleting, forking, creating repositories
# and changing workflows are denied.
#
# To limit the repositories, add to the reading rules: \`conditions: [{field: owner, operator: one_of, value: [acme]}]\`.
# Start the server with \`--read-only\` where nothing is to be written, and with a token that can do no more than it must.

name: github
version: '1.0'
description: Reads are allowed, changes ask a person, deletions, forks, new repositories and workflow changes are denied

rules:
  # --- Denied -------------------------------------------------------------------------------------------------------

  - id: deny-deletions
    match_on:
      action_types: [tool_call]
      resources: [delete_*]
    effect:
      type: deny
      reason: Nothing is deleted on GitHub by an agent; say what should go and leave it to a person
      risk_level: critical

  - id: deny-delete-methods
    description: Tools that delete when their \`method\` says so
    match_on:
      action_types: [tool_call]
      resources: ['*_write']
      parameters:
        method: '(?i)delete|remove'
    effect:
      type: deny
      reason: This method deletes; say what should go and leave it to a person
      risk_level: high

  - id: deny-new-repositories
    match_on:
      action_types: [tool_call]
      resources: [create_repository, fork_repository]
    effect:
      type: deny
      reason: Creating and forking repositories is blocked; work on a branch of the existing repository
      risk_level: high

  - id: deny-public-gists
    match_on:
      action_types: [tool_call]
      resources: [create_gist]
      conditions:
        - { field: public, operator: exists }
        - { field: public, operator: neq, value: false }
    effect:
      type: deny
      reason: Gists of an agent are not public; leave \`public\` out
      risk_level: high

  - id: deny-workflow-files
    description: Files that run with the rights of the repository
    match_on:
      action_types: [tool_call]
      resources: [create_or_update_file, push_files]
      conditions:
        - any:
            - {
                field: path,
                operator: matches,
                value: &workflows '(?i)(^|/)\\.github/(\\./|/)*(workflows|actions)(/|$)|(^|/)\\.\\.(/|$)',
              }
            - { field: 'files[*].path', operator: matches, value: *workflows }
    effect:
      type: deny
      reason: Workflows run with the secrets of the repository; propose the change in an issue or to the user
      risk_level: critical

  # --- Allowed ------------------------------------------------------------------------------------------------------

  # Before the reads: these lists hold the leaked secrets themselves.
  - id: approve-secret-alerts
    match_on:
      action_types: [tool_call]
      resources: [get_secret_scanning_alert, list_secret_scanning_alerts]
    effect:
      type: require_approval
      reason: The answer holds leaked secrets in clear; a person decides whether the agent may see them
      risk_level: critical
      approval: { require_note: true }

  - id: allow-gets
    match_on:
      action_types: [tool_call]
      resources: [get_*, actions_get, projects_get]
    effect:
      type: allow

  - id: allow-lists
    match_on:
      action_types: [tool_call]
      resources: [list_*, actions_list, projects_list]
    effect:
      type: allow

  - id: allow-searches
    match_on:
      action_types: [tool_call]
      resources: [search_*]
    effect:
      type: allow

  - id: allow-item-reads
    match_on:
      action_types: [tool_call]
      resources: [issue_read, pull_request_read]
    effect:
      type: allow

  - id: allow-repository-contents
    description: Files offered as resources, prompts of the server, and completion of their arguments
    match_on:
      action_types: [resource_read, prompt_get, completion]
    effect:
      type: allow

  # --- Asked --------------------------------------------------------------------------------------------------------

  - id: approve-main-branch
    description: A commit straight to a branch that others build from
    match_on:
      action_types: [tool_call]
      resources: [create_or_update_file, push_files]
      parameters:
        branch: '(?i)^(refs/heads/)?(main|master|trunk|develop|production|prod|release([-/].*)?)$'
    effect:
      type: require_approval
      reason: This commits straight to a main branch; prefer a branch and a pull request
      risk_level: critical

  - id: approve-merge
    match_on:
      action_types: [tool_call]
      resources: [merge_pull_request]
    effect:
      type: require_approval
      reason: Merging needs human approval
      risk_level: critical

  - id: approve-changes
    match_on:
      action_types: [tool_call]
      resources:
        - create_or_update_file
        - push_files
        - create_branch
        - create_pull_request
        - create_pull_request_review
        - create_pull_request_with_copilot
        - create_and_submit_pull_request_review
        - create_pending_pull_request_review
        - submit_pending_pull_request_review
        - update_pull_request
        - update_pull_request_branch
        - pull_request_review_write
        - add_comment_to_pending_review
        - add_reply_to_pull_request_comment
        - add_issue_comment
        - create_issue
        - update_issue
        - issue_write
        - sub_issue_write
        - add_sub_issue
        - remove_sub_issue
        - reprioritize_sub_issue
        - label_write
        - discussion_comment_write
        - create_gist
        - update_gist
        - projects_write
        - add_project_item
        - update_project_item
        - star_repository
        - unstar_repository
        - dismiss_notification
        - manage_notification_subscription
        - manage_repository_notification_subscription
        - mark_all_notifications_read
    effect:
      type: require_approval
      reason: Others see this, or it changes a repository; it needs human approval
      risk_level: medium

  - id: approve-machines
    description: Workflow runs, agents of GitHub, downloads of artifacts, and more tools for the agent
    match_on:
      action_types: [tool_call]
      resources:
        - actions_run_trigger
        - run_workflow
        - rerun_workflow_run
        - rerun_failed_jobs
        - cancel_workflow_run
        - assign_copilot_to_issue
        - request_copilot_review
        - download_workflow_run_artifact
        - enable_toolset
    effect:
      type: require_approval
      reason: This starts machines or opens more tools to the agent; it needs human approval
      risk_level: high
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  memory: {
    policy: `# Memory: the official knowledge-graph server (@modelcontextprotocol/server-memory).
#
# What is remembered comes back in every later conversation, so a text that an attacker gets into memory keeps
# working after the conversation it came from. Reading is free; what is added is shown to a person; nothing is
# forgotten by an agent.

name: memory
version: '1.0'
description: Reads of the knowledge graph are allowed, additions ask a person, deletions are denied

rules:
  - id: allow-reads
    match_on:
      action_types: [tool_call]
      resources: [read_graph, search_nodes, open_nodes]
    effect:
      type: allow

  - id: deny-deletions
    match_on:
      action_types: [tool_call]
      resources: [delete_entities, delete_relations, delete_observations]
    effect:
      type: deny
      reason: Nothing is deleted from memory by an agent; add an observation that corrects the old one instead
      risk_level: high

  - id: approve-additions
    match_on:
      action_types: [tool_call]
      resources: [create_entities, create_relations, add_observations]
    effect:
      type: require_approval
      reason: What is remembered acts on every later conversation; a person reads it first
      risk_level: medium
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  permissive: {
    policy: `# Permissive: everything is allowed, and everything is still judged, recorded and shown.
#
# For development, for trying Kvlar on a server before writing rules, and as the measure that the proxy changes
# nothing: through this policy a server answers exactly as it does without Kvlar. It protects nothing by itself.

name: permissive
version: '1.0'
description: Allows everything by name, so that a server works exactly as it does without Kvlar

rules:
  - id: allow-tools-resources-and-prompts
    description: What an agent asks of a server
    match_on:
      action_types: [tool_call, resource_read, prompt_get]
    effect:
      type: allow

  # These are never covered by a rule that does not name them. \`unknown_method\` is on the list because newer
  # servers have methods that this version does not know; without it they would be refused.
  - id: allow-the-rest-of-the-protocol
    description: Completion, subscriptions, what a server asks of the client, and methods Kvlar does not know
    match_on:
      action_types:
        - resource_subscribe
        - completion
        - sampling
        - elicitation
        - roots_list
        - unknown_method
    effect:
      type: allow
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  playwright: {
    policy: `# Playwright: the official browser server (@playwright/mcp).
#
# The browser may be signed in as you. So looking is free on listed origins, acting on a page asks a person,
# and running code in the page, reading cookies and storage, and rewriting traffic are denied.
#
# Edit \`x-hosts\`. Start the server with \`--isolated\`, so that it does not share your profile.

name: playwright
version: '1.0'
description: Listed hosts are opened and looked at freely, acting asks a person, scripts and cookies are denied

x-hosts: &hosts
  - developer.mozilla.org
  - en.wikipedia.org
  - example.com
  - playwright.dev

rules:
  # --- What is never done -------------------------------------------------------------------------------------------

  - id: deny-running-code
    match_on:
      action_types: [tool_call]
      resources: [browser_evaluate, browser_run_code, browser_run_code_unsafe]
    effect:
      type: deny
      reason: Code is not run in the browser; read the page with browser_snapshot and act with browser_click or browser_type
      risk_level: critical

  - id: deny-cookies-and-storage
    match_on:
      action_types: [tool_call]
      resources:
        - browser_cookie_*
        - browser_localstorage_*
        - browser_sessionstorage_*
        - browser_storage_state
        - browser_set_storage_state
    effect:
      type: deny
      reason: Cookies and storage hold sessions; sign in through the page instead
      risk_level: critical

  - id: deny-rewriting-traffic
    match_on:
      action_types: [tool_call]
      resources: [browser_route, browser_route_*, browser_unroute, browser_network_state_set]
    effect:
      type: deny
      reason: Requests and answers of a page are not rewritten
      risk_level: high

  # --- Where it goes: browser_navigate, and browser_tabs when it opens a tab ------------------------------------------

  - id: deny-not-a-web-address
    description: No url, file, data, javascript, about and other schemes
    match_on:
      action_types: [tool_call]
      resources: [browser_navigate]
      conditions:
        - not: { field: url, operator: matches, value: &web '(?i)^https?://[^/]' }
    effect:
      type: deny
      reason: Give \`url\` as one full http or https address

  - id: deny-tab-without-a-web-address
    match_on:
      action_types: [tool_call]
      resources: [browser_tabs]
      conditions:
        - { field: url, operator: exists }
        - not: { field: url, operator: matches, value: *web }
    effect:
      type: deny
      reason: Give \`url\` as one full http or https address

  - id: deny-unclear-address
    description: User-info, backslashes, white space, controls, encoded and non-ASCII hosts
    match_on:
      action_types: [tool_call]
      resources: [browser_navigate, browser_tabs]
      conditions:
        - any:
            - { field: url, operator: matches, value: '(?i)^https?://[^/?#]*[@%]' }
            - { field: url, operator: matches, value: '(?i)^https?://[^/?#]*[^!-~]' }
            - { field: url, operator: matches, value: '[\\\\\\s\\p{Cc}]' }
    effect:
      type: deny
      reason: The host of this address can be read in more than one way; write the plain address, without user-info or escapes in the host

  - id: deny-private-address
    description: IP literals in every spelling, names without a dot, and names that only resolve inside a network
    match_on:
      action_types: [tool_call]
      resources: [browser_navigate, browser_tabs]
      conditions:
        - any:
            &private # IPv6, and everything whose last label is a number: browsers read 127.1, 2130706433 and 0x7f.1 as IPv4.
            - { field: url, operator: matches, value: '(?i)^https?://\\[' }
            - field: url
              operator: matches
              value: '(?i)^https?://([^/?#:]*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?(:[0-9]*)?([/?#]|$)'
            # No dot: localhost, redis, kubernetes.
            - { field: url, operator: matches, value: '(?i)^https?://[^./?#:]+\\.?(:[0-9]*)?([/?#]|$)' }
            - field: url
              operator: matches
              value: '(?i)^https?://[^/?#:]*\\.(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\\.arpa|svc)\\.?(:[0-9]*)?([/?#]|$)'
            # Public names that answer with whatever address stands in the name.
            - field: url
              operator: matches
              value: '(?i)^https?://([^/?#:]*\\.)?(nip\\.io|sslip\\.io|xip\\.io|localtest\\.me|lvh\\.me|vcap\\.me|rbndr\\.us|1u\\.ms)\\.?(:[0-9]*)?([/?#]|$)'
    effect:
      type: deny
      reason: Addresses of this machine, of private networks and of cloud metadata are never opened
      risk_level: high

  - id: allow-listed-hosts
    match_on:
      action_types: [tool_call]
      resources: [browser_navigate, browser_tabs]
      conditions:
        - { field: url, operator: url_host_in, value: *hosts }
        - { field: url, operator: starts_with, value: 'https://' }
    effect:
      type: allow

  - id: approve-other-hosts
    match_on:
      action_types: [tool_call]
      resources: [browser_navigate]
    effect:
      type: require_approval
      reason: This host is not on the list; a person checks where the browser goes and what the address carries
      risk_level: medium

  - id: allow-tabs
    description: Listing, choosing and closing tabs, and opening an empty one
    match_on:
      action_types: [tool_call]
      resources: [browser_tabs]
      conditions:
        - { field: action, operator: one_of, value: [list, select, close, new] }
        - { field: url, operator: not_exists }
    effect:
      type: allow

  # --- Looking --------------------------------------------------------------------------------------------------------

  # With \`filename\` these tools write a file; then a person is asked below.
  - id: allow-looking
    match_on:
      action_types: [tool_call]
      resources:
        - browser_snapshot
        - browser_take_screenshot
        - browser_find
        - browser_console_messages
        - browser_wait_for
        - browser_navigate_back
        - browser_resize
        - browser_emulate_media
        - browser_close
        - browser_generate_locator
        - browser_highlight
        - browser_hide_highlight
        - browser_verify_*
      conditions:
        - { field: filename, operator: not_exists }
    effect:
      type: allow

  # --- Acting ---------------------------------------------------------------------------------------------------------

  - id: approve-files
    description: Uploads, dropped files, recordings, traces, PDFs and everything else with a file name
    match_on:
      action_types: [tool_call]
      resources:
        - browser_file_upload
        - browser_drop
        - browser_pdf_save
        - browser_start_*
        - browser_stop_*
        - browser_video_*
    effect:
      type: require_approval
      reason: This moves a file between the machine and the browser; a person checks which
      risk_level: high

  - id: approve-acting
    description: Clicks, typing, dialogs, network details, and every other tool of the browser
    match_on:
      action_types: [tool_call]
      resources: [browser_*]
    effect:
      type: require_approval
      reason: This acts on the page with the rights of whoever is signed in; a person checks it first
      risk_level: medium
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  postgres: {
    policy: `# Postgres: servers that run SQL.
#
# One reading statement is allowed; changes with a WHERE ask a person; schema changes, rights, server programs and
# changes of whole tables are denied; and whatever cannot be read with certainty asks a person.
#
# What is allowed is not found by looking for bad words but by reading the whole statement: it is cut into words,
# strings, quoted names, numbers, operators and brackets, and a bracket may follow a word only if the word is one of
# the functions and keywords listed below. So no function runs that is not on the list, however it is spelled, and a
# column called \`update\` is just a column.
#
# This is the second fence. The first is a database role that can only read: give the server such a role.

name: postgres
version: '1.0'
description: One reading statement is allowed, changes with WHERE ask a person, schema changes and the rest are denied

x-tools: &tools
  - query
  - run_query
  - read_query
  - execute_query
  - execute_sql
  - run_sql
  - explain_query
  - pg_execute_query
  - pg_execute_sql
  - postgres_execute_sql
  - postgres-execute-sql

# The whole text: words, 'strings' without backslashes, "names", $1, dots and white space; then an operator or a
# closing bracket, or an opening one after an operator, a bracket, a listed function or a listed keyword; and at most
# one semicolon, at the end.
x-one-statement:
  &one_statement "(?i)^(?:(?:[A-Za-z0-9_$. \\\\t\\\\r\\\\n]|'[^'\\\\\\\\]*'|\\"[^\\"\\\\\\\\]*\\")*[,=<>+*/%|&!~?:^@)\\\\[\\\\]-]\\
  |[ \\\\t\\\\r\\\\n]*[(]\\
  |(?:(?:[A-Za-z0-9_$. \\\\t\\\\r\\\\n]|'[^'\\\\\\\\]*'|\\"[^\\"\\\\\\\\]*\\")*[ \\\\t\\\\r\\\\n])?\\
  (?:explain|select|distinct|all|any|some|exists|in|not|and|or|on|as|from|join|lateral|where|when|then|else|having|by|over|filter|group|sets|rollup|cube|grouping|within|values|using|union|intersect|except|between|like|ilike|limit|offset|materialized|array|row|cast\\
  |count|sum|avg|min|max|abs|ceil|ceiling|floor|round|trunc|mod|power|sqrt|sign|greatest|least|coalesce|nullif|lower|upper|initcap|length|char_length|octet_length|trim|btrim|ltrim|rtrim|substring|substr|position|strpos|left|right|replace|split_part|concat|concat_ws|reverse|starts_with\\
  |to_char|to_date|to_timestamp|to_number|date_trunc|date_part|date_bin|extract|age|now|date|time|timestamp|timestamptz|interval|make_date|make_interval|numeric|decimal|varchar|char|character|bit\\
  |array_agg|string_agg|json_agg|jsonb_agg|json_object_agg|jsonb_object_agg|json_build_object|jsonb_build_object|json_array_length|jsonb_array_length|json_array_elements|jsonb_array_elements|jsonb_array_elements_text|jsonb_each|jsonb_each_text|jsonb_object_keys|json_extract_path_text|jsonb_extract_path_text|jsonb_typeof|to_json|to_jsonb|row_to_json\\
  |bool_and|bool_or|every|array_length|array_position|cardinality|unnest|array_to_string|string_to_array|row_number|rank|dense_rank|percent_rank|cume_dist|ntile|lag|lead|first_value|last_value|nth_value|percentile_cont|percentile_disc|stddev|variance|corr\\
  |current_database|current_schema|version|pg_size_pretty|pg_relation_size|pg_total_relation_size|pg_table_size|pg_indexes_size|pg_database_size|to_regclass|format_type|pg_get_viewdef|pg_get_indexdef|pg_get_constraintdef)\\
  [ \\\\t\\\\r\\\\n]*[(])*\\
  (?:[A-Za-z0-9_$. \\\\t\\\\r\\\\n]|'[^'\\\\\\\\]*'|\\"[^\\"\\\\\\\\]*\\")*;?[ \\\\t\\\\r\\\\n]*$"

# It begins with SELECT or WITH, or with EXPLAIN and one of them, or is SHOW and a name.
x-reads: &reads "(?i)^[ \\\\t\\\\r\\\\n]*(?:explain[ \\\\t\\\\r\\\\n]*(?:[(][a-z_, \\\\t\\\\r\\\\n]*[)]|(?:[ \\\\t\\\\r\\\\n]+(?:analyze|verbose))*)[ \\\\t\\\\r\\\\n]*)?(?:select|with)[ \\\\t\\\\r\\\\n(*'\\"]|^[ \\\\t\\\\r\\\\n]*show[ \\\\t\\\\r\\\\n]+[a-z_. ]+;?[ \\\\t\\\\r\\\\n]*$"

# And nothing in it hides text from a reader or changes data on the side: comments, dollar quotes, escaped names,
# functions of a schema, SELECT INTO, row locks, and changes inside WITH.
x-not-quite: &not_quite "(?is)--|/\\\\*|\\\\*/|[$](?:[^0-9]|$)|[0-9$][$]|u&[\\"']|[.][ \\\\t\\\\r\\\\n]*[a-z0-9_\\"]+[ \\\\t\\\\r\\\\n]*[(]|\\\\binto\\\\b|\\\\bfor[ \\\\t\\\\r\\\\n]+(?:update|no|share|key)\\\\b|[()][ \\\\t\\\\r\\\\n]*(?:insert|update|delete|merge)\\\\b|\\\\bwith\\\\b.*\\\\b(?:insert|update|delete|merge)\\\\b"

rules:
  # --- Not one statement in one place: asked --------------------------------------------------------------------------

  - id: approve-unusual-inputs
    description: Two statements, another connection, or none of the parameters this policy knows
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - all: [{ field: sql, operator: exists }, { field: query, operator: exists }]
            - all: [{ field: sql, operator: exists }, { field: statement, operator: exists }]
            - all: [{ field: query, operator: exists }, { field: statement, operator: exists }]
            - { field: connectionString, operator: exists }
            - { field: connection_string, operator: exists }
            - { field: queries, operator: exists }
            - { field: statements, operator: exists }
    effect:
      type: require_approval
      reason: Send one statement in one parameter (\`sql\` or \`query\`), to the database the server is set up for
      risk_level: high

  # Text fails the \`not\`; a number, a list or a map cannot be compared, and that counts as a match here.
  - id: deny-not-text
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - all: [{ field: sql, operator: exists }, { not: { field: sql, operator: matches, value: '' } }]
            - all:
                [{ field: query, operator: exists }, { not: { field: query, operator: matches, value: '' } }]
            - all:
                [
                  { field: statement, operator: exists },
                  { not: { field: statement, operator: matches, value: '' } },
                ]
    effect:
      type: deny
      reason: Send the statement as one text
      risk_level: medium

  # --- Denied, even to look at ----------------------------------------------------------------------------------------

  - id: deny-credentials
    description: Tables that hold password hashes and access rules
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - {
                field: sql,
                operator: matches,
                value: &secret_tables '(?i)\\b(pg_shadow|pg_authid|pg_user_mappings?|pg_hba_file_rules|pg_file_settings|pg_largeobject|pg_subscription)\\b',
              }
            - { field: query, operator: matches, value: *secret_tables }
            - { field: statement, operator: matches, value: *secret_tables }
    effect:
      type: deny
      reason: This table holds credentials of the server; use the catalogue views such as pg_roles instead
      risk_level: critical

  # --- Reads: allowed -------------------------------------------------------------------------------------------------

  - id: allow-reads-in-sql
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - { field: sql, operator: matches, value: *reads }
        - { field: sql, operator: matches, value: *one_statement }
        - not: { field: sql, operator: matches, value: *not_quite }
    effect:
      type: allow

  - id: allow-reads-in-query
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - { field: query, operator: matches, value: *reads }
        - { field: query, operator: matches, value: *one_statement }
        - not: { field: query, operator: matches, value: *not_quite }
    effect:
      type: allow

  - id: allow-reads-in-statement
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - { field: statement, operator: matches, value: *reads }
        - { field: statement, operator: matches, value: *one_statement }
        - not: { field: statement, operator: matches, value: *not_quite }
    effect:
      type: allow

  - id: allow-catalogue-tools
    description: Tools without SQL that describe the database
    match_on:
      action_types: [tool_call]
      resources:
        - list_schemas
        - list_objects
        - list_tables
        - describe_table
        - get_object_details
        - get_top_queries
        - analyze_db_health
    effect:
      type: allow

  - id: allow-schema-resources
    description: The reference server offers the columns of each table as resources
    match_on:
      action_types: [resource_read]
      resources: ['postgres://*/schema', 'postgresql://*/schema']
    effect:
      type: allow

  # --- Plainly harmful: denied ------------------------------------------------------------------------------------------
  #
  # Each looks where a statement begins: at the start, after \`;\`, a comment or an opening bracket.

  - id: deny-drop
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - {
                field: sql,
                operator: matches,
                value: &drop '(?i)(^|;|\\*/|--[^\\n]*\\n|\\()\\s*(drop|truncate)(\\s|/\\*|--|")',
              }
            - { field: query, operator: matches, value: *drop }
            - { field: statement, operator: matches, value: *drop }
    effect:
      type: deny
      reason: DROP and TRUNCATE statements are blocked; write a migration and ask the user to run it
      risk_level: critical

  - id: deny-alter
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - {
                field: sql,
                operator: matches,
                value: &alter '(?i)(^|;|\\*/|--[^\\n]*\\n|\\()\\s*(alter|reindex|vacuum|cluster|refresh|comment\\s+on|security\\s+label|import\\s+foreign)\\b',
              }
            - { field: query, operator: matches, value: *alter }
            - { field: statement, operator: matches, value: *alter }
    effect:
      type: deny
      reason: ALTER and maintenance statements are blocked; write a migration and ask the user to run it
      risk_level: high

  - id: deny-rights
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - {
                field: sql,
                operator: matches,
                value: &rights '(?i)(^|;|\\*/|--[^\\n]*\\n|\\()\\s*(grant|revoke|reassign|set\\s+(session|local)?\\s*(role|authorization)|reset\\s+role|create\\s+(user|role|group|policy))\\b',
              }
            - { field: query, operator: matches, value: *rights }
            - { field: statement, operator: matches, value: *rights }
    effect:
      type: deny
      reason: GRANT and REVOKE statements are blocked, and so is acting as another role; ask an administrator
      risk_level: critical

  - id: deny-programs
    description: Code that runs in the server, files of the server, other servers, and sleeping
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - {
                field: sql,
                operator: matches,
                value: &programs '(?i)(^|;|\\*/|--[^\\n]*\\n|\\()\\s*(copy|do|call|load|execute|prepare|listen|notify|lock|discard|create\\s+(or\\s+replace\\s+)?(function|procedure|trigger|event|extension|language|server|foreign|rule|operator|cast|subscription|publication|aggregate))\\b|\\b(pg_read_(binary_)?file|pg_ls_[a-z]*|pg_stat_file|pg_sleep(_for|_until)?|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_file_[a-z]*|pg_execute_server_program|lo_(import|export|get|put|from_bytea|create|unlink)|dblink[a-z_]*|query_to_xml[a-z_]*|set_config|setval|xp_cmdshell)"?\\s*\\(',
              }
            - { field: query, operator: matches, value: *programs }
            - { field: statement, operator: matches, value: *programs }
    effect:
      type: deny
      reason: Statements that run programs, touch files of the server or reach other servers are blocked
      risk_level: critical

  - id: deny-many-statements
    description: A semicolon outside quotes with something after it
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - {
                field: sql,
                operator: matches,
                value: &many "(?s)^(?:'[^']*'|\\"[^\\"]*\\"|[^;'\\"])*;\\\\s*[^;\\\\s]",
              }
            - { field: query, operator: matches, value: *many }
            - { field: statement, operator: matches, value: *many }
    effect:
      type: deny
      reason: One statement at a time; send them one after another
      risk_level: high

  - id: deny-whole-table-changes
    description: UPDATE or DELETE without WHERE
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - all:
                - { field: sql, operator: matches, value: &changes '(?i)^\\s*(update|delete\\s+from)\\b' }
                - not: { field: sql, operator: matches, value: &where '(?i)\\bwhere\\b' }
            - all:
                - { field: query, operator: matches, value: *changes }
                - not: { field: query, operator: matches, value: *where }
            - all:
                - { field: statement, operator: matches, value: *changes }
                - not: { field: statement, operator: matches, value: *where }
    effect:
      type: deny
      reason: UPDATE and DELETE need a WHERE that names the rows
      risk_level: critical

  # --- Asked ------------------------------------------------------------------------------------------------------------

  - id: approve-data-modification
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - { field: sql, operator: matches, value: &modifies '(?i)^\\s*(insert|update|delete|merge)\\b' }
            - { field: query, operator: matches, value: *modifies }
            - { field: statement, operator: matches, value: *modifies }
    effect:
      type: require_approval
      reason: This changes rows; it needs human approval
      risk_level: high

  - id: approve-create
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - { field: sql, operator: matches, value: &creates '(?i)^\\s*create\\b' }
            - { field: query, operator: matches, value: *creates }
            - { field: statement, operator: matches, value: *creates }
    effect:
      type: require_approval
      reason: This creates a table, index or view; it needs human approval
      risk_level: high

  - id: approve-everything-else
    description: Reads that use more than the listed functions, and whatever cannot be read with certainty
    match_on:
      action_types: [tool_call]
      resources: *tools
    effect:
      type: require_approval
      reason: This statement uses more than plain reading; it needs human approval, or write it as one SELECT without comments and special functions
      risk_level: medium

  - id: approve-index-advice
    description: Tools of postgres-mcp that run statements of their own to find better indexes
    match_on:
      action_types: [tool_call]
      resources: [analyze_workload_indexes, analyze_query_indexes]
    effect:
      type: require_approval
      reason: This runs many statements on the server; it needs human approval
      risk_level: low
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  shell: {
    policy: `# Shell: servers that run commands.
#
# A text search for bad words cannot say what a command does: the same deletion can be written in a thousand ways.
# So the decision goes the other way round. A command is allowed when all of it is one of a few reading commands,
# spelled with letters that no shell gives a meaning to. What is plainly destructive is denied, to save people the
# question. Everything else asks a person: pipes, variables, quotes of quotes, scripts, installs, writes.
#
# Only the parameter \`command\`, as one text, can be allowed. A list of words, another parameter, an environment or
# an input ask a person. If your server calls the parameter differently, replace \`command\` in the whole file.

name: shell
version: '1.0'
description: A few reading commands are allowed, plainly destructive ones are denied, everything else asks a person

x-tools: &tools
  - run_command
  - execute_command
  - execute
  - exec
  - bash
  - Bash
  - shell
  - run
  - run_shell_command
  - shell_execute
  - shell_exec
  - run_terminal_cmd
  - run_in_terminal
  - terminal

# Where a command can begin: at the start, after a separator or an opening bracket, after \`sh -c "\`, and after
# commands that run another one, with their options; then assignments, a quote, and the folder of the program.
# Each rule below repeats it, because patterns cannot be put together.

rules:
  # --- Plainly destructive: denied ------------------------------------------------------------------------------------

  - id: deny-recursive-delete
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        command:
          "(?i)(?:^|[;&|({\\\\n\`]|\\\\s-[a-z]*c\\\\s+[\\"']|(?:^|[\\\\s;&|(])(?:env|exec|xargs|nohup|time|nice|timeout|command|eval|then|do|else|-exec|-execdir)(?:\\\\s+(?:-\\\\S*|\\\\S+=\\\\S*|[0-9.]+[smhd]?|\\\\{\\\\}))*\\\\s)\\\\s*(?:[a-z_]\\\\w*=\\\\S*\\\\s+)*[\\"'\\\\\\\\]?(?:[^\\\\s;&|\\"']*/)?\\
          (?:rm[\\"']?(?:\\\\s+[^\\\\s;&|]+)*?\\\\s+(?:-[a-z]*[rf][a-z]*|--(?:recursive|force|no-preserve-root))(?:[\\\\s;&|)\\"'\`]|$)\\
          |find\\\\s[^;&|]*\\\\s-delete|find\\\\s[^;|]*-(?:exec|execdir|ok)\\\\s+(?:\\\\S*/)?(?:rm|shred|unlink)\\\\s\\
          |shred\\\\s|srm\\\\s|(?:del|erase)\\\\s[^;&|]*/[fsq]|(?:rd|rmdir)\\\\s[^;&|]*/s|(?:remove-item|ri)\\\\s[^;&|]*-(?:recurse|force|r\\\\b|fo))"
    effect:
      type: deny
      reason: Recursive or forced deletion is blocked; name the files that should go and ask the user to delete them
      risk_level: critical

  - id: deny-disk-operations
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        command:
          "(?i)(?:^|[;&|({\\\\n\`]|\\\\s-[a-z]*c\\\\s+[\\"']|(?:^|[\\\\s;&|(])(?:env|exec|xargs|nohup|time|nice|timeout|command|eval|then|do|else|-exec|-execdir)(?:\\\\s+(?:-\\\\S*|\\\\S+=\\\\S*|[0-9.]+[smhd]?|\\\\{\\\\}))*\\\\s)\\\\s*(?:[a-z_]\\\\w*=\\\\S*\\\\s+)*[\\"'\\\\\\\\]?(?:[^\\\\s;&|\\"']*/)?\\
          (?:(?:mkfs|mke2fs|mkswap)(?:\\\\.\\\\S+)?[\\"']?(?:\\\\s|$)|(?:fdisk|sfdisk|parted|gdisk|wipefs|diskpart)[\\"']?(?:\\\\s|$)|dd[\\"']?\\\\s+[^;&|]*\\\\b(?:if|of)=|format\\\\s+[a-z]:)\\
          |>\\\\s*/dev/(?:sd|hd|nvme|vd|xvd|disk|mapper)"
    effect:
      type: deny
      reason: Formatting, partitioning and raw writes to disks are blocked
      risk_level: critical

  - id: deny-privilege
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        command:
          "(?i)(?:^|[;&|({\\\\n\`]|\\\\s-[a-z]*c\\\\s+[\\"']|(?:^|[\\\\s;&|(])(?:env|exec|xargs|nohup|time|nice|timeout|command|eval|then|do|else|-exec|-execdir)(?:\\\\s+(?:-\\\\S*|\\\\S+=\\\\S*|[0-9.]+[smhd]?|\\\\{\\\\}))*\\\\s)\\\\s*(?:[a-z_]\\\\w*=\\\\S*\\\\s+)*[\\"'\\\\\\\\]?(?:[^\\\\s;&|\\"']*/)?\\
          (?:sudo|sudoedit|su|doas|pkexec|runas|visudo|chroot|nsenter)[\\"']?(?:[\\\\s;&|)\\"'\`]|$)"
    effect:
      type: deny
      reason: Commands run with the rights of this process only; say what needs other rights and ask the user
      risk_level: critical

  - id: deny-pipe-to-interpreter
    description: Running what another command prints, above all what it has just downloaded
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        command:
          "(?i)\\\\|&?\\\\s*(?:(?:env|exec|xargs|nohup|command|sudo)(?:\\\\s+(?:-\\\\S*|\\\\S+=\\\\S*))*\\\\s+)*[\\"'\\\\\\\\]?(?:[^\\\\s;&|\\"']*/)?(?:(?:(?:ba|z|da|k|c|tc|fi|a)?sh|pwsh|powershell|iex|invoke-expression)[\\"']?(?:[\\\\s;&|)\\"'\`]|$)|(?:python[0-9.]*|perl|ruby|node|php)(?:\\\\s+-)?\\\\s*(?:[;&|)\\"'\`]|$))\\
          |(?:^|[\\\\s;&|(])(?:(?:ba|z|da|k)?sh|source|eval|\\\\.)\\\\s[^;|]*(?:<\\\\(|\\\\$\\\\(|\`)\\\\s*(?:curl|wget)\\\\s"
    effect:
      type: deny
      reason: Piping output into an interpreter is blocked; download to a file and show it first
      risk_level: critical

  - id: deny-permissions
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        command:
          "(?i)(?:^|[;&|({\\\\n\`]|\\\\s-[a-z]*c\\\\s+[\\"']|(?:^|[\\\\s;&|(])(?:env|exec|xargs|nohup|time|nice|timeout|command|eval|then|do|else|-exec|-execdir)(?:\\\\s+(?:-\\\\S*|\\\\S+=\\\\S*|[0-9.]+[smhd]?|\\\\{\\\\}))*\\\\s)\\\\s*(?:[a-z_]\\\\w*=\\\\S*\\\\s+)*[\\"'\\\\\\\\]?(?:[^\\\\s;&|\\"']*/)?\\
          (?:chmod\\\\s[^;&|]*(?:\\\\b[0-7]?777\\\\b|-[a-z]*R|--recursive|[ao]\\\\+[rx]*w|u\\\\+[rwx]*s)|(?:chown|chgrp)\\\\s[^;&|]*(?:-[a-z]*R|--recursive))"
    effect:
      type: deny
      reason: Permissions are not opened to everybody or changed for whole folders; name one file and the mode it needs
      risk_level: high

  - id: deny-power-and-processes
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        command:
          "(?i)(?:^|[;&|({\\\\n\`]|\\\\s-[a-z]*c\\\\s+[\\"']|(?:^|[\\\\s;&|(])(?:env|exec|xargs|nohup|time|nice|timeout|command|eval|then|do|else|-exec|-execdir)(?:\\\\s+(?:-\\\\S*|\\\\S+=\\\\S*|[0-9.]+[smhd]?|\\\\{\\\\}))*\\\\s)\\\\s*(?:[a-z_]\\\\w*=\\\\S*\\\\s+)*[\\"'\\\\\\\\]?(?:[^\\\\s;&|\\"']*/)?\\
          (?:(?:shutdown|reboot|halt|poweroff|stop-computer|restart-computer)(?:[\\\\s;&|)\\"'\`]|$)|init\\\\s+[06]|systemctl\\\\s+(?:-\\\\S+\\\\s+)*(?:poweroff|reboot|halt|kexec)|kill\\\\s+(?:-\\\\S+\\\\s+)*(?:-1|1)\\\\s*(?:[;&|)]|$)|crontab\\\\s+-[a-z]*r)\\
          |:\\\\s*\\\\(\\\\s*\\\\)\\\\s*\\\\{[^}]*\\\\|[^}]*&"
    effect:
      type: deny
      reason: Shutting down, rebooting and stopping the machine's own processes is blocked
      risk_level: critical

  - id: deny-remote-shell
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        command: "(?i)/dev/(?:tcp|udp)/|(?:^|[\\\\s;&|(/])(?:nc|ncat|netcat)\\\\s[^;&|]*\\\\s?-[a-z]*[ec]\\\\b|(?:^|[\\\\s;&|(/])socat\\\\s[^;|]*exec:"
    effect:
      type: deny
      reason: Handing a shell to another machine is blocked
      risk_level: critical

  - id: deny-credentials
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        command:
          "(?i)(?:^|[\\\\s/=:\\"'<>,@])(?:\\\\.ssh|\\\\.gnupg|\\\\.aws|\\\\.azure|\\\\.kube|\\\\.password-store|\\\\.kvlar)(?:[/\\\\s\\"';&|)]|$)\\
          |(?:^|[\\\\s/=:\\"'<>,@])(?:\\\\.env(?:\\\\.(?:local|dev|development|prod|production|staging|test))?|\\\\.netrc|\\\\.npmrc|\\\\.pypirc|\\\\.pgpass|\\\\.git-credentials|\\\\.vault-token|id_(?:rsa|dsa|ecdsa|ed25519))(?:[\\\\s\\"';&|),<>]|$)\\
          |\\\\.config/+(?:gcloud|gh)(?:[/\\\\s\\"']|$)|/etc/+(?:shadow|gshadow|sudoers)|/proc/+[^/\\\\s]+/+environ"
    effect:
      type: deny
      reason: This touches credentials; ask the user for the one value you need, never for the file
      risk_level: critical

  # The same for a list of words, which servers take in place of one text.
  - id: deny-destructive-words
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        command: '(?i)^\\["(?:[^"]*/)?(?:sudo|su|doas|pkexec|mkfs(?:\\.[^"]*)?|fdisk|sfdisk|parted|wipefs|shred|dd|shutdown|reboot|halt|poweroff)"|^\\["(?:[^"]*/)?rm",.*"(?:-[a-z]*[rf][a-z]*|--recursive|--force)"|^\\["(?:[^"]*/)?find",.*"-delete"|^\\["(?:[^"]*/)?(?:[a-z]*sh)","-[a-z]*c","[^"]*\\b(?:rm\\s+-[a-z]*[rf]|sudo|mkfs|dd\\s)'
    effect:
      type: deny
      reason: Deleting recursively, writing to disks, gaining rights and shutting down are blocked
      risk_level: critical

  # Servers that call the parameter differently: nothing is allowed there, and the worst is denied.
  - id: deny-destructive-cmd
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        cmd: &destructive '(?i)(?:^|[;&|({\\n\`"]|\\b(?:exec|xargs|env)\\s)\\s*(?:[^\\s;&|"]*/)?(?:rm(?:\\s+[^\\s;&|]+)*?\\s+-[a-z]*[rf]|rm",.*"-[a-z]*[rf]|find\\s[^;&|]*-delete|mkfs|wipefs|shred\\s|dd\\s+[^;&|]*\\b(?:if|of)=|(?:sudo|su|doas)(?:[\\s"]|$)|(?:shutdown|reboot|halt|poweroff)(?:[\\s;&|"]|$))|\\|\\s*(?:[^\\s;&|"]*/)?(?:ba|z|da|k)?sh(?:[\\s;&|"]|$)'
    effect:
      type: deny
      reason: Deleting recursively, writing to disks, gaining rights and piping into a shell are blocked
      risk_level: critical

  - id: deny-destructive-script
    match_on:
      action_types: [tool_call]
      resources: *tools
      parameters:
        script: *destructive
    effect:
      type: deny
      reason: Deleting recursively, writing to disks, gaining rights and piping into a shell are blocked
      risk_level: critical

  # --- Not one text in \`command\`: asked -------------------------------------------------------------------------------

  - id: approve-other-inputs
    description: Parameters that say, add to or change what runs
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - any:
            - { field: args, operator: exists }
            - { field: argv, operator: exists }
            - { field: arguments, operator: exists }
            - { field: cmd, operator: exists }
            - { field: commands, operator: exists }
            - { field: script, operator: exists }
            - { field: code, operator: exists }
            - { field: input, operator: exists }
            - { field: stdin, operator: exists }
            - { field: env, operator: exists }
            - { field: environment, operator: exists }
            - { field: shell, operator: exists }
            - { field: interpreter, operator: exists }
            - { field: options, operator: exists }
            - { field: user, operator: exists }
            - { field: host, operator: exists }
            # Where relative paths start, and whose settings git reads.
            - { field: cwd, operator: exists }
            - { field: workdir, operator: exists }
            - { field: directory, operator: exists }
            - { field: working_directory, operator: exists }
            - { field: workingDirectory, operator: exists }
    effect:
      type: require_approval
      reason: More than \`command\` decides what runs here; a person checks it, or send the whole command as one text in \`command\`
      risk_level: medium

  # --- Reading commands: allowed ----------------------------------------------------------------------------------------
  #
  # Every pattern covers the whole text. Words are of letters, digits and \`_ . , = + / -\`; no shell gives these a
  # meaning. A path that is read starts in the working folder, has no \`..\` and no hidden part. Quotes are taken around
  # a search pattern only, and hold nothing that the shell of any platform would read.

  - id: allow-system-facts
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - field: command
          operator: matches
          value:
            "^(?:pwd|whoami|id|uptime|hostname|date|arch|nproc|uname(?: -[amnoprsv]+)?|df(?: -[hkmTi]+)?|free(?: -[bkmgh]+)?|ps(?: (?:aux|-e|-ef))?\\
            |(?:node|npm|python|python3|pip|pip3|git|cargo|rustc|java|docker|ruby|php|tsc|deno) --version|(?:node|npm) -v|go version)$"
    effect:
      type: allow

  - id: allow-listing
    description: Names, sizes and dates of files, anywhere
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - field: command
          operator: matches
          value:
            "^(?:(?:ls|dir)(?: -[1AaBCFGLRSTXcdfghiklmnopqrstuwx]+)*|du(?: -[achkmsx]+)*|stat|tree(?: -[adfpshDC]+| -L [0-9]+)*|basename|dirname|realpath|readlink(?: -[efm])?|which)\\
            (?: (?:/?[A-Za-z0-9_.+=,][A-Za-z0-9_.+=,-]*(?:/[A-Za-z0-9_.+=,-]+)*/?|/))*$"
    effect:
      type: allow

  - id: allow-reading
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - field: command
          operator: matches
          value:
            "^(?:(?:cat|nl)(?: -[AbEnsTv]+)*|(?:head|tail)(?: -n ?[0-9]+| -[0-9]+| -c [0-9]+)*|wc(?: -[lwcmL]+)*|(?:md5sum|sha1sum|sha256sum|sha512sum)|file|diff(?: -[uyrqwbB]+)*|cmp|sort(?: -[nrufbhV]+)*)\\
            (?: (?:[.]/)?[A-Za-z0-9_+=,][A-Za-z0-9_+=,.-]*(?:/[A-Za-z0-9_+=,][A-Za-z0-9_+=,.-]*)*/?)+$"
    effect:
      type: allow

  - id: allow-searching
    description: grep and rg in named files and folders; find without actions
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - field: command
          operator: matches
          value: "^(?:(?:grep|egrep|fgrep|rg)(?: -[EFHILabchilnoqrsvwx]+| -[ABCm] ?[0-9]+)*\\
            (?: [A-Za-z0-9_][A-Za-z0-9_.,:=+/-]*| '[A-Za-z0-9_ .,:=+*?/@][A-Za-z0-9_ .,:=+*?/@-]*'| [\\"][A-Za-z0-9_ .,:=+*?/@][A-Za-z0-9_ .,:=+*?/@-]*[\\"])\\
            (?: (?:[.]/)?[A-Za-z0-9_+=,][A-Za-z0-9_+=,.-]*(?:/[A-Za-z0-9_+=,][A-Za-z0-9_+=,.-]*)*/?)+\\
            |find(?: (?:[.]/?|(?:[.]/)?[A-Za-z0-9_+=,][A-Za-z0-9_+=,.-]*(?:/[A-Za-z0-9_+=,.-]+)*/?))+\\
            (?: -(?:name|iname|path) (?:[A-Za-z0-9_][A-Za-z0-9_.,=+/-]*|'[A-Za-z0-9_ .,=+*?/-]+'|[\\"][A-Za-z0-9_ .,=+*?/-]+[\\"])| -type [dfl]| -(?:max|min)depth [0-9]+| -size [+-]?[0-9]+[ckMG]?| -(?:mtime|mmin) [+-]?[0-9]+| -empty| -not| -print)*)$"
    effect:
      type: allow

  - id: allow-echo
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - field: command
          operator: matches
          value: '^echo(?: (?:[A-Za-z0-9_.,:=+/-]+|''[A-Za-z0-9_ .,:=+/-]*''|["][A-Za-z0-9_ .,:=+/-]*["]))*$'
    effect:
      type: allow

  - id: allow-git-reading
    match_on:
      action_types: [tool_call]
      resources: *tools
      conditions:
        - field: command
          operator: matches
          value: "^git (?:status(?: -s| -b| -sb| --short| --branch| --porcelain)*\\
            |(?:log|show)(?: --oneline| --stat| --graph| --decorate| --all| --name-only| --name-status| -p| -[0-9]+| -n ?[0-9]+)*(?: [A-Za-z0-9_][A-Za-z0-9_~-]*(?:(?:/|[.]{1,3})[A-Za-z0-9_~-]+)*)?\\
            |diff(?: --staged| --cached| --stat| --name-only| --name-status)*(?: [A-Za-z0-9_][A-Za-z0-9_~-]*(?:(?:/|[.]{1,3})[A-Za-z0-9_~-]+)*){0,2}\\
            |(?:log|diff)(?: --oneline| --stat| --staged| --cached)* --(?: (?:[.]/)?[A-Za-z0-9_+=,][A-Za-z0-9_+=,.-]*(?:/[A-Za-z0-9_+=,][A-Za-z0-9_+=,.-]*)*)+\\
            |blame [A-Za-z0-9_+=,][A-Za-z0-9_+=,.-]*(?:/[A-Za-z0-9_+=,][A-Za-z0-9_+=,.-]*)*\\
            |branch(?: -a| -r| -v| -vv| --list| --show-current)*|tag|ls-files|stash list|rev-parse(?: --short| --abbrev-ref)? HEAD|rev-parse --show-toplevel)$"
    effect:
      type: allow

  # --- Everything else: asked -------------------------------------------------------------------------------------------

  - id: approve-everything-else
    match_on:
      action_types: [tool_call]
      resources: *tools
    effect:
      type: require_approval
      reason: This command does more than the reading commands of this policy; a person checks it first
      risk_level: high
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  slack: {
    policy: `# Slack: slack-mcp-server by korotovsky, and the older reference server (tools named slack_*).
#
# Reading is free. Whatever other people see asks a person first. Messages that ring everybody's phone and changes
# to user groups are denied.
#
# To limit the channels, add a condition to the rules: \`{field: channel_id, operator: one_of, value: [C0123456789]}\`.

name: slack
version: '1.0'
description: Reads are allowed, messages and reactions ask a person, mass mentions and group changes are denied

rules:
  - id: deny-mass-mentions
    description: '@channel, @here and @everyone in their written and their encoded form'
    match_on:
      action_types: [tool_call]
      resources: [conversations_add_message, slack_post_message, slack_reply_to_thread]
      conditions:
        - any:
            - {
                field: text,
                operator: matches,
                value: &everybody '(?i)(<!|@)\\s*(channel|here|everyone|group)\\b',
              }
            - { field: payload, operator: matches, value: *everybody }
    effect:
      type: deny
      reason: Messages must not call everybody; write it without the mention, or name the people it concerns
      risk_level: high

  - id: deny-group-changes
    match_on:
      action_types: [tool_call]
      resources: [usergroups_create, usergroups_update, usergroups_users_update]
    effect:
      type: deny
      reason: User groups decide who gets mentions and access; ask a person to change them in Slack
      risk_level: high

  - id: allow-reads
    match_on:
      action_types: [tool_call]
      resources:
        - conversations_history
        - conversations_replies
        - conversations_search_messages
        - conversations_unreads
        - channels_list
        - users_search
        - usergroups_list
        - slack_list_channels
        - slack_get_channel_history
        - slack_get_thread_replies
        - slack_get_users
        - slack_get_user_profile
    effect:
      type: allow

  - id: allow-own-groups
    description: usergroups_me joins and leaves groups, too; only listing is a read
    match_on:
      action_types: [tool_call]
      resources: [usergroups_me]
      conditions:
        - { field: action, operator: equals, value: list }
    effect:
      type: allow

  - id: allow-directories
    description: The channel and user directories of the workspace
    match_on:
      action_types: [resource_read]
      resources: ['slack://*/channels', 'slack://*/users']
    effect:
      type: allow

  - id: approve-messages
    match_on:
      action_types: [tool_call]
      resources: [conversations_add_message, slack_post_message, slack_reply_to_thread]
    effect:
      type: require_approval
      reason: Other people read this message; a person checks the text and the channel first
      risk_level: high

  - id: approve-small-changes
    description: Reactions, read marks, group membership, and downloads of attachments
    match_on:
      action_types: [tool_call]
      resources:
        - reactions_add
        - reactions_remove
        - slack_add_reaction
        - conversations_mark
        - usergroups_me
        - attachment_get_data
    effect:
      type: require_approval
      reason: This is seen by others or brings a file in; a person checks it first
      risk_level: low
`,
    test: `policy: policy.yaml
tests: []
`,
  },
  strict: {
    policy: `# Strict: only plain reads pass by themselves.
#
# Like \`default\`, it goes by the names of tools. Unlike it, what stands behind the name of a service is not taken for a
# read, resources and prompts ask a person, what a server wants of the client is denied, and whoever approves leaves a
# note with a refusal and cannot be the one who asked.

name: strict
version: '1.0'
description: Plain reads are allowed, everything else that is known asks a person, the rest is denied

x-terms: &terms { timeout: 15m, allow_self: false, require_note: true }

rules:
  # --- Denied ---------------------------------------------------------------------------------------------------------

  - id: deny-shell
    description: Tools that run commands or code
    match_on:
      action_types: [tool_call]
      resources:
        - bash
        - Bash
        - sh
        - zsh
        - shell
        - cmd
        - powershell
        - pwsh
        - terminal
        - exec
        - execute
        - run
        - eval
        - subprocess
        - command
        - 'shell[_.-]*'
        - '*[_.-]shell'
        - '*[_.-]exec'
        - 'exec[_.-]*'
        - '*run[_.-]command*'
        - '*execute[_.-]command*'
        - '*run[_.-]terminal*'
        - '*run[_.-]in[_.-]terminal*'
        - '*run[_.-]script*'
        - '*[Rr]unCommand*'
        - '*[Ee]xecuteCommand*'
        - '*run[_.-]code*'
        - '*execute[_.-]code*'
        - '*execute[_.-]python*'
        - 'start[_.-]process'
        - '*[_.-]eval'
        - '*[_.-]evaluate'
    effect:
      type: deny
      reason: Shell access is not permitted by this policy; use a tool made for the task, or ask the user to run the command
      risk_level: critical

  - id: deny-destructive
    description: Tools whose name says that something goes away
    match_on:
      action_types: [tool_call]
      resources:
        - '*[Dd]elete*'
        - '*[Dd]estroy*'
        - '*[Pp]urge*'
        - '*[Tt]runcate*'
        - '*[Rr]emove*'
        - '*[Ee]rase*'
        - '*[Ww]ipe*'
        - '*[Uu]ninstall*'
        - '*[Rr]evoke*'
        - drop
        - 'drop[_.-]*'
        - 'drop[A-Z]*'
        - '*[_.-]drop'
        - '*[_.-]drop[_.-]*'
        - 'unlink*'
        - rm
        - 'rm[_.-]*'
        - rmdir
        - 'kill*'
        - '*[_.-]kill[_.-]*'
        - '*[_.-]kill'
        - 'reset[_.-]*'
        - '*[_.-]reset'
        - 'format[_.-]disk*'
    effect:
      type: deny
      reason: Deleting is not permitted by this policy; list what should go and ask the user
      risk_level: critical

  - id: deny-http-writes
    match_on:
      action_types: [tool_call]
      resources:
        [
          'http[_.-]post',
          'http[_.-]put',
          'http[_.-]patch',
          'http[_.-]delete',
          '*[_.-]http[_.-]request',
          'http[_.-]request',
          curl,
        ]
    effect:
      type: deny
      reason: Free requests to other servers are not permitted by this policy; use a tool made for the service
      risk_level: high

  - id: deny-secret-files
    description: Whatever the tool is called, it does not get a file with credentials
    match_on:
      action_types: [tool_call]
      conditions:
        - any:
            - {
                field: path,
                operator: matches,
                value: &secrets '(?i)(^|[/\\\\])(\\.ssh|\\.gnupg|\\.aws|\\.azure|\\.kube|\\.kvlar)([/\\\\]|$)|(^|[/\\\\])(\\.env(\\.(local|dev|development|prod|production|staging|test))?|\\.netrc|\\.npmrc|\\.pypirc|\\.pgpass|\\.git-credentials|id_(rsa|dsa|ecdsa|ed25519)|[^/\\\\]*\\.(pem|p12|pfx|kdbx))$|^/+(proc|dev)(/|$)|^/+etc/+(shadow|gshadow|sudoers)',
              }
            - { field: file_path, operator: matches, value: *secrets }
            - { field: filePath, operator: matches, value: *secrets }
            - { field: filename, operator: matches, value: *secrets }
            - { field: 'paths[*]', operator: matches, value: *secrets }
    effect:
      type: deny
      reason: This file holds credentials, or its path is not text; ask the user for the one value you need, never for the file
      risk_level: critical

  - id: deny-secrets
    description: Tools whose name says that they answer with secrets
    match_on:
      action_types: [tool_call]
      resources:
        [
          '*[Ss]ecret*',
          '*[Pp]assword*',
          '*[Cc]redential*',
          '*[_.-]token',
          '*[_.-]tokens',
          '*[Aa]pi[_-]key*',
          '*ApiKey*',
          '*[_.-]env',
          'env',
          'get-env',
        ]
    effect:
      type: deny
      reason: Secrets are not handed to an agent; ask the user to set them where they are needed
      risk_level: critical

  - id: deny-server-requests
    description: A server that asks for the model, for an answer of the user, or for the open folders
    match_on:
      action_types: [sampling, elicitation, roots_list]
    effect:
      type: deny
      reason: In strict mode a server gets nothing from the client
      risk_level: high

  # --- Asked before the reads -------------------------------------------------------------------------------------------

  # A reading tool with an address of its own can reach anything, and carry anything there.
  - id: approve-addresses
    match_on:
      action_types: [tool_call]
      conditions:
        - any:
            - { field: url, operator: exists }
            - { field: urls, operator: exists }
            - { field: uri, operator: exists }
            - { field: endpoint, operator: exists }
    effect:
      type: require_approval
      reason: This tool goes to an address that the agent chose; a person checks where
      risk_level: medium
      approval: *terms

  # Before the reads, so that \`get_or_create\`, \`find_and_replace\` and \`list_update\` are not taken for reads.
  - id: approve-mixed
    match_on:
      action_types: [tool_call]
      resources: ['*[_.-]and[_.-]*', '*[_.-]or[_.-]*', '*[a-z]And[A-Z]*', '*[a-z]Or[A-Z]*']
    effect:
      type: require_approval
      reason: This does more than one thing; it needs human approval
      risk_level: medium
      approval: *terms

  - id: approve-writes
    description: Tools with a word for changing anywhere in their name
    match_on:
      action_types: [tool_call]
      resources:
        - write
        - 'write[_.-]*'
        - 'write[A-Z]*'
        - '*[_.-]write'
        - '*[_.-]write[_.-]*'
        - '*[a-z]Write*'
        - create
        - 'create[_.-]*'
        - 'create[A-Z]*'
        - '*[_.-]create'
        - '*[_.-]create[_.-]*'
        - '*[a-z]Create*'
        - update
        - 'update[_.-]*'
        - 'update[A-Z]*'
        - '*[_.-]update'
        - '*[_.-]update[_.-]*'
        - '*[a-z]Update*'
        - insert
        - 'insert[_.-]*'
        - 'insert[A-Z]*'
        - '*[_.-]insert'
        - '*[_.-]insert[_.-]*'
        - '*[a-z]Insert*'
        - replace
        - 'replace[_.-]*'
        - 'replace[A-Z]*'
        - '*[_.-]replace'
        - '*[_.-]replace[_.-]*'
        - '*[a-z]Replace*'
        - upload
        - 'upload[_.-]*'
        - 'upload[A-Z]*'
        - '*[_.-]upload'
        - '*[_.-]upload[_.-]*'
        - '*[a-z]Upload*'
        - edit
        - 'edit[_.-]*'
        - 'edit[A-Z]*'
        - '*[_.-]edit'
        - '*[_.-]edit[_.-]*'
        - '*[a-z]Edit*'
        - modify
        - 'modify[_.-]*'
        - 'modify[A-Z]*'
        - '*[_.-]modify'
        - '*[_.-]modify[_.-]*'
        - '*[a-z]Modify*'
        - rename
        - 'rename[_.-]*'
        - 'rename[A-Z]*'
        - '*[_.-]rename'
        - '*[_.-]rename[_.-]*'
        - '*[a-z]Rename*'
        - overwrite
        - 'overwrite[_.-]*'
        - 'overwrite[A-Z]*'
        - '*[_.-]overwrite'
        - '*[_.-]overwrite[_.-]*'
        - '*[a-z]Overwrite*'
        - append
        - 'append[_.-]*'
        - 'append[A-Z]*'
        - '*[_.-]append'
        - '*[_.-]append[_.-]*'
        - '*[a-z]Append*'
        - upsert
        - 'upsert[_.-]*'
        - 'upsert[A-Z]*'
        - '*[_.-]upsert'
        - '*[_.-]upsert[_.-]*'
        - '*[a-z]Upsert*'
        - '*[_.-]add'
        - '*[_.-]add[_.-]*'
        - '*[_.-]set'
        - '*[_.-]set[_.-]*'
        - '*[_.-]put'
        - '*[_.-]put[_.-]*'
        - '*[_.-]post'
        - '*[_.-]post[_.-]*'
        - '*[_.-]move'
        - '*[_.-]move[_.-]*'
        - '*[_.-]copy'
        - '*[_.-]copy[_.-]*'
        - '*[_.-]send'
        - '*[_.-]send[_.-]*'
        - '*[_.-]patch'
        - '*[_.-]patch[_.-]*'
    effect:
      type: require_approval
      reason: This changes something; it needs human approval
      risk_level: medium
      approval: *terms

  # --- Allowed ----------------------------------------------------------------------------------------------------------

  - id: allow-reads
    description: Tools whose name begins with a word for reading
    match_on:
      action_types: [tool_call]
      resources:
        - get
        - 'get[_.-]*'
        - 'get[A-Z]*'
        - list
        - 'list[_.-]*'
        - 'list[A-Z]*'
        - read
        - 'read[_.-]*'
        - 'read[A-Z]*'
        - search
        - 'search[_.-]*'
        - 'search[A-Z]*'
        - find
        - 'find[_.-]*'
        - 'find[A-Z]*'
        - describe
        - 'describe[_.-]*'
        - 'describe[A-Z]*'
        - show
        - 'show[_.-]*'
        - 'show[A-Z]*'
        - view
        - 'view[_.-]*'
        - 'view[A-Z]*'
        - lookup
        - 'lookup[_.-]*'
        - 'lookup[A-Z]*'
        - count
        - 'count[_.-]*'
        - 'count[A-Z]*'
    effect:
      type: allow

  # --- Asked ------------------------------------------------------------------------------------------------------------

  - id: approve-actions
    description: Tools whose name begins with a word for doing, such as sending an email
    match_on:
      action_types: [tool_call]
      resources:
        - add
        - 'add[_.-]*'
        - 'add[A-Z]*'
        - append
        - 'append[_.-]*'
        - 'append[A-Z]*'
        - set
        - 'set[_.-]*'
        - 'set[A-Z]*'
        - put
        - 'put[_.-]*'
        - 'put[A-Z]*'
        - post
        - 'post[_.-]*'
        - 'post[A-Z]*'
        - patch
        - 'patch[_.-]*'
        - 'patch[A-Z]*'
        - send
        - 'send[_.-]*'
        - 'send[A-Z]*'
        - move
        - 'move[_.-]*'
        - 'move[A-Z]*'
        - copy
        - 'copy[_.-]*'
        - 'copy[A-Z]*'
        - import
        - 'import[_.-]*'
        - 'import[A-Z]*'
        - install
        - 'install[_.-]*'
        - 'install[A-Z]*'
        - deploy
        - 'deploy[_.-]*'
        - 'deploy[A-Z]*'
        - publish
        - 'publish[_.-]*'
        - 'publish[A-Z]*'
        - push
        - 'push[_.-]*'
        - 'push[A-Z]*'
        - commit
        - 'commit[_.-]*'
        - 'commit[A-Z]*'
        - merge
        - 'merge[_.-]*'
        - 'merge[A-Z]*'
        - submit
        - 'submit[_.-]*'
        - 'submit[A-Z]*'
        - save
        - 'save[_.-]*'
        - 'save[A-Z]*'
        - store
        - 'store[_.-]*'
        - 'store[A-Z]*'
        - register
        - 'register[_.-]*'
        - 'register[A-Z]*'
        - assign
        - 'assign[_.-]*'
        - 'assign[A-Z]*'
        - invite
        - 'invite[_.-]*'
        - 'invite[A-Z]*'
        - share
        - 'share[_.-]*'
        - 'share[A-Z]*'
        - schedule
        - 'schedule[_.-]*'
        - 'schedule[A-Z]*'
        - start
        - 'start[_.-]*'
        - 'start[A-Z]*'
        - stop
        - 'stop[_.-]*'
        - 'stop[A-Z]*'
        - enable
        - 'enable[_.-]*'
        - 'enable[A-Z]*'
        - disable
        - 'disable[_.-]*'
        - 'disable[A-Z]*'
        - close
        - 'close[_.-]*'
        - 'close[A-Z]*'
        - open
        - 'open[_.-]*'
        - 'open[A-Z]*'
        - approve
        - 'approve[_.-]*'
        - 'approve[A-Z]*'
        - pay
        - 'pay[_.-]*'
        - 'pay[A-Z]*'
        - charge
        - 'charge[_.-]*'
        - 'charge[A-Z]*'
        - refund
        - 'refund[_.-]*'
        - 'refund[A-Z]*'
        - transfer
        - 'transfer[_.-]*'
        - 'transfer[A-Z]*'
        - book
        - 'book[_.-]*'
        - 'book[A-Z]*'
        - order
        - 'order[_.-]*'
        - 'order[A-Z]*'
        - db
        - 'db[_.-]*'
        - 'db[A-Z]*'
        - email
        - mail
        - 'draft[_.-]*'
        - 'insert*'
        - 'notify*'
        - 'reply[_.-]*'
        - 'comment[_.-]*'
    effect:
      type: require_approval
      reason: This acts for the user; it needs human approval
      risk_level: medium
      approval: *terms

  - id: approve-prefixed-reads
    description: What seems to be a read behind the name of a service
    match_on:
      action_types: [tool_call]
      resources:
        - '*[_.-]get'
        - '*[_.-]get[_.-]*'
        - '*[_.-]list'
        - '*[_.-]list[_.-]*'
        - '*[_.-]read'
        - '*[_.-]read[_.-]*'
        - '*[_.-]search'
        - '*[_.-]search[_.-]*'
        - '*[_.-]find'
        - '*[_.-]find[_.-]*'
        - '*[_.-]describe'
        - '*[_.-]describe[_.-]*'
        - '*[_.-]history'
        - '*[_.-]status'
        - '*[_.-]info'
    effect:
      type: require_approval
      reason: This seems to read, but its name does not begin so; in strict mode it needs human approval
      risk_level: low
      approval: *terms

  - id: approve-resources-and-prompts
    match_on:
      action_types: [resource_read, resource_subscribe, prompt_get, completion]
    effect:
      type: require_approval
      reason: In strict mode resources and prompts need human approval
      risk_level: low
      approval: *terms

  # Tools that no rule names, and methods that Kvlar does not know, are denied.
`,
    test: `policy: policy.yaml
tests: []
`,
  },
} as const
