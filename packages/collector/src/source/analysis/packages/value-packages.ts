/**
 * Packages whose every export turns values into values: dates, numbers, texts, class names. Their objects never change
 * once made, so nothing that one of them is given can reach anything but its answer. (`moment` is left out for that
 * reason: its dates change in place.)
 */
const VALUES_ONLY =
  /^(?:date-fns(?:-tz)?|@date-fns\/(?:tz|utc)|dayjs|luxon|@js-temporal\/polyfill|temporal-polyfill|decimal\.js(?:-light)?|big\.js|bignumber\.js|currency\.js|dinero\.js|clsx|classnames|tailwind-merge|class-variance-authority|slugify|@sindresorhus\/slugify|change-case|pluralize|pretty-bytes|pretty-ms|filesize|html-entities|entities|he|escape-html|striptags|uuid|nanoid|ulid)(?=$|[/#])/;

/**
 * Packages in which one says what form a value has. What they make is never changed once it is made, and asks nothing of
 * anybody; that it is handed a value to look at is told by the name of the call (`parse`).
 */
const FORMS =
  /^(?:zod|@zod\/mini|valibot|yup|joi|superstruct|arktype|runtypes|io-ts|myzod|typebox|@sinclair\/typebox|@effect\/schema)(?=$|[/#])/;

/** Packages that call what they are given, once or again after it failed, and pass on what it gives. They keep nothing. */
const CALLS_AGAIN =
  /^(?:p-retry|async-retry|promise-retry|p-timeout|p-try|@lifeomic\/attempt|exponential-backoff|ts-retry-promise)(?=$|[/#])/;

/** Packages that call what they are given in its turn, once, and are done with it. */
const CALLS_AT_ONCE =
  /^(?:p-limit|p-queue|p-map|p-map-series|p-all|p-series|p-props|p-settle|bottleneck|async-mutex|async-sema|async-lock|(?:node:)?https?#(?:get|request))(?=$|[/#])/;

export function callsAtOnce(origin: string): boolean {
  return CALLS_AT_ONCE.test(origin);
}

/** Collections of small functions, most of which only make their answer. */
const TOOLBOX = /^(?:lodash(?:-es)?|underscore|es-toolkit|radash)(?=$|[/#])/;
/** Their functions that neither keep nor change what they are given. */
const ONLY_ANSWER = new Set(
  (
    "chain get has map mapValues mapKeys filter reject find findLast findIndex findKey reduce reduceRight some every includes " +
    "groupBy keyBy countBy partition sortBy orderBy uniq uniqBy uniqWith union unionBy intersection intersectionBy " +
    "difference differenceBy xor without compact flatten flattenDeep flatMap chunk zip zipObject unzip head first last " +
    "initial tail take takeRight takeWhile drop dropRight dropWhile nth slice size sum sumBy mean meanBy min minBy max maxBy " +
    "range times pick pickBy omit omitBy keys values entries toPairs fromPairs invert cloneDeep clone isEmpty isEqual isNil " +
    "isNull isUndefined isString isNumber isBoolean isArray isObject isPlainObject isFunction isDate isFinite isNaN " +
    "capitalize upperFirst lowerFirst camelCase kebabCase snakeCase startCase upperCase lowerCase trim truncate pad padStart " +
    "padEnd repeat split words escape unescape deburr round floor ceil clamp inRange random identity constant noop castArray " +
    "toNumber toString toInteger toArray join concat objectify group list sift alphabetical replace"
  ).split(" "),
);

/** Is everything this export of a package does its answer? `path` is the way from the package: `chain().map`. */
export function isValueCall(origin: string, path: string): boolean {
  if (VALUES_ONLY.test(origin) || CALLS_AGAIN.test(origin)) return true;
  if (!TOOLBOX.test(origin)) return false;
  const [first] = path.split(/[.#]/).filter((part) => part !== "_" && !TOOLBOX.test(part));
  return first !== undefined && ONLY_ANSWER.has(first.replace(/\(\)$/, ""));
}

/** Does this export of a package only make the description of a form? `z.object`, `v.string`: unless its name says more. */
export function isForm(origin: string): boolean {
  return FORMS.test(origin);
}
