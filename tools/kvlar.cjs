'use strict'
/* The kvlar command of this checkout where there is no POSIX shell. */
const launch = require('./launch.cjs')

launch({}, (checkout) => [checkout.entry].concat(process.argv.slice(2)))
