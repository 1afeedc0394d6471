import { defineEnvVars } from "@sveltejs/kit/env";

export const variables = defineEnvVars({
  TRACKER_API_URL: {
    public: true,
    description: "Where the tracker's services answer",
    schema: (value) => value ?? "http://127.0.0.1:4200",
  },
});
