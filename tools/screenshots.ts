/**
 * `node tools/screenshots.ts`: runs the examples under traffic and takes the pictures of `docs/images/examples`: the
 * shop's dashboard slow and fast, and what Weir says about each pattern, in both languages. A font with Hangul has to be
 * installed.
 */
import { resolve } from "node:path";
import { peopleOf } from "../examples/backend/src/person.ts";
import { EXAMPLE_ROUTES } from "../examples/manifest.ts";
import { launchChromium } from "../test/integration/chromium.ts";
import { CollectorClient } from "./start/collector-client.ts";
import { dashboardPictures, FINDING_PICTURES, findingPictures } from "./start/example-pictures.ts";
import { exampleTraffic } from "./start/example-traffic.ts";
import { readOptions } from "./start/options.ts";
import { ExampleStack } from "./start/stack.ts";

const FOLDER = resolve(import.meta.dirname, "../docs/images/examples");
const ANALYSIS = 60;

const options = readOptions([], process.env);
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
const shown = EXAMPLE_ROUTES.filter(({ service, key }) =>
  FINDING_PICTURES.some((picture) => picture.service === service && picture.route === key),
);
const [person] = peopleOf(options.seed);
const examples = new ExampleStack(options, (line) => console.error(line));
try {
  if (person === undefined) throw new Error("the backend knows nobody");
  await examples.build();
  const stack = await examples.start();
  const traffic = await exampleTraffic(stack, options, () => {}, stop.signal, shown);
  await new CollectorClient(stack.urls.collector).analysed(traffic.requests, ANALYSIS);
  const browser = await launchChromium();
  try {
    await findingPictures(browser, stack, FOLDER);
    await dashboardPictures(browser, stack, person, FOLDER);
  } finally {
    await browser.close();
  }
} finally {
  await examples.stop();
}
