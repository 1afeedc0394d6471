/**
 * Everything in `deploy/` that can be judged without a container engine: the Dockerfile, the compose files, the manifests
 * of Kubernetes, and whether a collector would start with the settings they give it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { DCLinter } from "dclint";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { parse, parseDocument } from "yaml";
import type { Fault } from "./deploy/fault.ts";
import { readKustomization } from "./deploy/kustomization.ts";
import { filledIn, settingFaults, variablesOf } from "./deploy/settings.ts";
import { typeFaults } from "./deploy/typed-manifests.ts";

/** The repository, or a copy of it to look at. */
const root = resolve(process.argv[2] ?? join(import.meta.dirname, ".."));
const deploy = join(root, "deploy");
const dockerfile = join(deploy, "container/Dockerfile");

/** Order is a matter of taste, and a service that is built has to have a name as well. */
const RULES = {
  "service-keys-order": 0,
  "services-alphabetical-order": 0,
  "top-level-properties-order": 0,
  "service-dependencies-alphabetical-order": 0,
  "service-ports-alphabetical-order": 0,
  "no-build-and-image": 0,
  "require-quotes-in-ports": [2, { quoteType: "double" }],
  "no-unbound-port-interfaces": 2,
  "service-image-require-explicit-tag": 2,
} as const;

/** What the linter says of a file; its own types do not resolve under Node's rules. */
interface Linted {
  readonly messages: readonly { readonly line: number; readonly message: string }[];
}

const image = imageVariables();
const compose = readdirSync(join(deploy, "compose")).filter((name) => name.endsWith(".yaml"));
const overlays = readdirSync(join(deploy, "kubernetes/overlays")).map((name) =>
  join(deploy, "kubernetes/overlays", name),
);

const faults = [
  ...dockerfileFaults(),
  ...compose.flatMap((name) => composeFaults(join(deploy, "compose", name))),
  ...kubernetesFaults(),
];
for (const { file, says } of faults) console.error(`${relative(root, file)}: ${says}`);
if (faults.length > 0) process.exit(1);
console.log(
  `deploy: Dockerfile, ${compose.join(", ")}, ${overlays.map((folder) => basename(folder)).join(", ")} are sound`,
);

function dockerfileFaults(): readonly Fault[] {
  const text = readFileSync(dockerfile, "utf8");
  const found = validate(text, {}).map(
    ({ message, range }) => `line ${range.start.line + 1}: ${typeof message === "string" ? message : message.value}`,
  );
  const instructions = DockerfileParser.parse(text).getInstructions();
  const user = instructions.findLast((one) => one.getKeyword() === "USER")?.getArgumentsContent() ?? "root";
  if (!/^[1-9]/.test(user)) found.push(`it runs as ${user}`);
  if (!instructions.some((one) => one.getKeyword() === "HEALTHCHECK")) found.push("no HEALTHCHECK");
  return found.map((says) => ({ file: dockerfile, says }));
}

function imageVariables(): Readonly<Record<string, string>> {
  const variables = DockerfileParser.parse(readFileSync(dockerfile, "utf8"))
    .getENVs()
    .flatMap((env) => env.getProperties());
  return Object.fromEntries(variables.map((variable) => [variable.getName(), variable.getValue() ?? ""]));
}

function composeFaults(file: string): readonly Fault[] {
  const text = readFileSync(file, "utf8");
  const [syntax] = parseDocument(text, { merge: true }).errors;
  if (syntax !== undefined) return [{ file, says: syntax.message }];
  const linter = new DCLinter({ rules: RULES, quiet: false, debug: false, exclude: [] });
  const said = (linter.lintFiles([file], false) as readonly Linted[]).flatMap(({ messages }) => messages);
  const { services } = parse(text, { merge: true }) as {
    services: Record<string, { image?: string; environment?: Record<string, string | number> }>;
  };
  const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = ""]) => name);
  const example = readFileSync(join(deploy, "compose/example.env"), "utf8");
  return [
    ...said.map(({ line, message }) => ({ file, says: `line ${line}: ${message}` })),
    ...asked
      .filter((name) => !example.includes(`\n${name}=`))
      .map((name) => ({ file, says: `example.env lacks ${name}` })),
    ...Object.values(services)
      .filter((service) => service.image?.startsWith("weir-collector:"))
      .flatMap(({ environment = {} }) => settingFaults(file, { ...image, ...mapped(environment) })),
  ];
}

function mapped(environment: Readonly<Record<string, string | number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(String(value))]));
}

function kubernetesFaults(): readonly Fault[] {
  const read = overlays.map((folder) => ({ folder, found: readKustomization(folder) }));
  const whole = new Map(read.flatMap(({ found }) => found.resources.map((one) => [`${one.file} ${one.name}`, one])));
  return [
    ...read.flatMap(({ found }) => found.faults),
    ...read.flatMap(({ folder, found }) =>
      settingFaults(join(folder, "kustomization.yaml"), { ...image, ...variablesOf(found) }),
    ),
    ...typeFaults(
      [...whole.values()],
      read.flatMap(({ found }) => found.patches),
    ),
  ];
}
