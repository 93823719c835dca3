import { later } from '../../later.ts'
import { clouds } from './secret-files/clouds.ts'
import { applications, environments } from './secret-files/environments.ts'
import { keys, logins } from './secret-files/keys-and-logins.ts'
import { browsers, histories, programs } from './secret-files/programs.ts'
import { published } from './secret-files/published.ts'
import { systems } from './secret-files/systems.ts'

/**
 * `$secret_files`: where credentials, private keys and private histories lie by the habits of systems and programs.
 * Every glob begins with `**` and a slash, so that relative paths can be judged. A list of known places: what keeps its secrets
 * under a name of its own is not in it, and whatever is below a folder named here is.
 */
export const secretFiles: () => readonly string[] = later(() =>
  Object.freeze([
    ...environments(),
    ...keys(),
    ...logins(),
    ...clouds(),
    ...applications(),
    ...programs(),
    ...histories(),
    ...browsers(),
    ...systems(),
    ...published(),
  ]),
)
