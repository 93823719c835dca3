/** The meaning of a configuration, whatever the format: what two versions of a file are compared by. */
export type ConfigValue = string | number | bigint | boolean | null | readonly ConfigValue[] | ConfigMap

export type ConfigMap = ReadonlyMap<string, ConfigValue>

/** A path of keys and indexes into a configuration. */
export type ConfigPath = readonly (string | number)[]
