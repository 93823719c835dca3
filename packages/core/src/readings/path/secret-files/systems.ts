import { anywhere, folder } from './glob-texts.ts'

/** What systems keep of their users, and what processes show of themselves. */
export function systems(): readonly string[] {
  const ofProcess = ['environ', 'mem', 'maps', 'smaps', 'auxv', 'cmdline', 'stack', 'syscall', 'pagemap']
  const reaching = ['root', 'cwd', 'exe', 'fd', 'fdinfo', 'task', 'map_files']
  return [
    ...ofProcess.map((name) => `**/proc/*/${name}`),
    ...reaching.map((name) => folder(`proc/*/${name}`)),
    ...['proc/kcore', 'dev/mem', 'dev/kmem', 'dev/fd/**', 'run/secrets/**', 'kubelet/pods/**'].map(anywhere),
    ...['etc/shadow*', 'etc/gshadow*', 'etc/sudoers*', 'etc/sudoers.d/**', 'etc/master.passwd'].map(anywhere),
    ...['etc/security/opasswd', 'etc/ssl/private/**', 'etc/wireguard/**', 'etc/ppp/*-secrets'].map(anywhere),
    ...['etc/NetworkManager/system-connections/**', 'etc/kubernetes/**', 'wpa_supplicant*.conf'].map(
      anywhere,
    ),
    ...['etc/letsencrypt/**', 'etc/openvpn/**', 'etc/rancher/**', 'Library/Keychains/**'].map(anywhere),
    ...['Credentials', 'Protect', 'Vault', 'Crypto'].map((name) => folder(`AppData/*/Microsoft/${name}`)),
    ...['AppData/*/Credentials/**', 'NTUSER.DAT*', 'ntds.dit', 'Windows/Panther/**'].map(anywhere),
    ...['SAM', 'SECURITY', 'SYSTEM'].map((hive) => `**/System32/config/${hive}*`),
    ...['dev/sd[a-z]*', 'dev/nvme[0-9]*', 'dev/vd[a-z]*', 'dev/xvd[a-z]*', 'dev/mapper/**'].map(anywhere),
    ...['dev/disk/**', 'etc/mysql/debian.cnf', 'etc/ipsec.secrets', 'etc/swanctl/private/**'].map(anywhere),
    ...['pgbouncer/userlist.txt', 'grafana/grafana.ini', 'openldap/slapd.conf', 'ldap/slapd.conf'].map(
      anywhere,
    ),
    ...['samba/smbpasswd', 'etc/mysql/my.cnf', 'etc/my.cnf', 'etc/docker/key.json', 'etc/environment'].map(
      anywhere,
    ),
    ...['etc/*.secret', 'etc/credstore*/**', 'etc/gitlab/**', 'etc/vault.d/**', 'etc/exim4/passwd*'].map(
      anywhere,
    ),
    ...['var/lib/rancher/**/token', 'var/lib/rancher/**/node-token', 'var/lib/samba/private/**'].map(
      anywhere,
    ),
    ...['var/lib/cloud/instance/user-data*', 'var/lib/cloud/instances/*/user-data*'].map(anywhere),
    ...['Windows/repair/**', 'unattend.xml', 'sysprep.inf', '.vault/**'].map(anywhere),
  ]
}
