/**
 * Packages whose every export turns values into values: dates, numbers, texts, class names. Their objects never change
 * once made, so nothing that one of them is given can reach anything but its answer. (`moment` is left out for that
 * reason: its dates change in place.)
 */
const VALUES_ONLY =
  /^(?:date-fns(?:-tz)?|@date-fns\/(?:tz|utc)|dayjs|luxon|@js-temporal\/polyfill|temporal-polyfill|decimal\.js(?:-light)?|big\.js|bignumber\.js|currency\.js|dinero\.js|clsx|classnames|tailwind-merge|class-variance-authority|slugify|@sindresorhus\/slugify|change-case|pluralize|pretty-bytes|pretty-ms|filesize|html-entities|entities|he|escape-html|striptags|uuid|nanoid|ulid)(?=$|[/#])/;

export function isValuePackage(specifier: string): boolean {
  return VALUES_ONLY.test(specifier);
}
