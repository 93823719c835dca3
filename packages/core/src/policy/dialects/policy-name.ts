/** The name of a policy whose format has none: its file's, without folders and extensions. */
export function policyNameOf(file: string): string {
  const name = /[^/\\]*$/.exec(file)?.[0] ?? ''
  return name.replace(/(.)\..*$/, '$1').replace(/^<(.*)>$/, '$1') || 'policy'
}
