import { defineConfig } from "vite";

// The pages are drawn by the server; Vite only bundles their style, fonts and small islands, under hashed names that
// `api/pages/assets.py` finds through the manifest.
export default defineConfig({
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "../api/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: { input: ["src/main.css", "src/main.ts"] },
  },
});
