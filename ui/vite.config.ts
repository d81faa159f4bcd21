import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: { target: "es2022", manifest: true, chunkSizeWarningLimit: 6000 },
  server: { proxy: { "/v1": process.env.FAIRLEAD_URL ?? "http://127.0.0.1:4600" } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], globals: true },
});
