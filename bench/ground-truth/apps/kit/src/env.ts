import { defineEnvVars } from "@sveltejs/kit/env";

export const variables = defineEnvVars({
  UPSTREAM_URL: {
    description: "Where the services behind this app answer",
    schema: (value) => value ?? "http://127.0.0.1:5181",
  },
});
