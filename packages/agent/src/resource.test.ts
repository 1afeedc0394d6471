import { expect, it } from "vitest";
import { resolveConfig } from "./config/config.ts";
import { agentResource } from "./resource.ts";

it("a resource tells what tells processes apart, and nothing else a variable holds", () => {
  const variables = {
    OTEL_RESOURCE_ATTRIBUTES:
      "service.namespace=shop,k8s.pod.name=web-1,deployment.environment=prod,process.command_args=--key%3Dmarked,customer=marked,enduser.id=marked",
    SECRET: "marked",
  };
  const config = resolveConfig({ options: {}, framework: "node", variables, directory: "/nowhere", joined: false });
  const { attributes } = agentResource(config, "instance", variables);
  expect(attributes).toMatchObject({ "service.namespace": "shop", "k8s.pod.name": "web-1" });
  expect(JSON.stringify(attributes)).not.toContain("marked");
});
