import { loadConfigFile, type ProxyConfig } from '@kvlar/runtime/config'

/** The configuration that a flag names. @throws SettingsError, ConfigError */
export function readConfigFlag({ config }: { readonly config: string | undefined }): ProxyConfig | undefined {
  return config === undefined ? undefined : loadConfigFile(config)
}
