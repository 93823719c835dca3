/** Names that a person, a model or a lenient server could take for the name of a tool, and that are not it. */
const SPELLINGS: readonly ((name: string) => string)[] = [
  (name) => name.toUpperCase(),
  (name) => name.replace(/^./, (first) => first.toUpperCase()),
  (name) => name.replaceAll(/[_-](.)/g, (_, next: string) => next.toUpperCase()),
  (name) => (name.includes('_') ? name.replaceAll('_', '-') : name.replaceAll('-', '_')),
  (name) => name.replaceAll(/[_-]/g, '.'),
  (name) => name.replaceAll(/[_-]/g, ' '),
  (name) => name.replaceAll(/[_-]/g, '\u2010'),
  (name) => `${name} `,
  (name) => ` ${name}`,
  (name) => `${name}\n`,
  (name) => `${name}\0`,
  (name) => `${name}\u200b`,
  (name) => `\ufeff${name}`,
  (name) => name.replace(/[aeo]/, (letter) => ({ a: '\u0430', e: '\u0435', o: '\u043e' })[letter] ?? letter),
  (name) => name.replace(/[a-z]/, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  (name) => name.replace(/.$/, (last) => `${last}\u0301`),
  (name) => `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
  (name) => `${name}_and_delete`,
  (name) => `${name}s2`,
  (name) => `delete_${name}`,
  (name) => `server:${name}`,
  (name) => `mcp__server__${name}`,
  (name) => `${name}/../delete`,
  (name) => `${name}; id`,
  (name) => `${name}$(id)`,
  (name) => `${name}#x`,
  (name) => `${name}?x=y`,
  (name) => `${name}*`,
]

/** Every look-alike of a name; none of them is the name itself. */
export function lookAlikes(name: string): readonly string[] {
  return [...new Set(SPELLINGS.map((spell) => spell(name)))].filter((text) => text !== name)
}
