import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiFailure } from "@/api/client";
import { followChanges } from "@/api/events";
import { readLarge } from "@/lib/roomy";
import { listen } from "@/lib/shortcuts";
import { whenIdle } from "@/lib/when-idle";
import { readAhead, router } from "./router";
import "./styles.css";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The program is on this machine: it answers whether there is a network or not.
      networkMode: "always",
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // What the program refuses, it refuses again; what did not arrive may arrive.
      retry: (count, error) => !(error instanceof ApiFailure && error.status > 0) && count < 2,
    },
    mutations: { networkMode: "always" },
  },
});
followChanges(client);
listen();
whenIdle(readAhead);

const root = document.getElementById("root");
// Almost always there is nothing to wait for.
readLarge().finally(() => {
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
});
