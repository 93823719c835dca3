import { secretFiles } from './secret-files.ts'

/** What `$secret_files` stands for: globs of where credentials, private keys and private histories lie. */
export const SECRET_FILES: readonly string[] = secretFiles()
