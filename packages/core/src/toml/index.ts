/**
 * Where everything stands in a TOML text.
 *
 * For text that a TOML parser has accepted: the reader finds places, it does not judge. For whoever points into such a
 * text or edits it where it stands. No I/O.
 */
export { readToml, type TomlReading } from './read-toml.ts'
export type { Span, TomlArray, TomlMember, TomlNode, TomlScalar, TomlTable } from './toml-tree.ts'
