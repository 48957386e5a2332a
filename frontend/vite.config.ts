import { readFile } from "node:fs/promises";
import { defineConfig, type Plugin } from "vite";

const LICENCES = {
  "source-serif": "source-serif/LICENSE.md",
  inter: "@fontsource-variable/inter/LICENSE",
  "ibm-plex-mono": "@fontsource/ibm-plex-mono/LICENSE",
  sigma: "sigma/LICENSE.txt",
  graphology: "graphology/LICENSE.txt",
  "graphology-utils": "graphology-utils/LICENSE.txt",
  events: "events/LICENSE",
};

// The Open Font License wants to go wherever the fonts go, and the MIT licence wherever the map's code goes.
function licences(): Plugin {
  return {
    name: "licences",
    async generateBundle() {
      for (const [name, path] of Object.entries(LICENCES)) {
        const source = await readFile(new URL(`./node_modules/${path}`, import.meta.url));
        this.emitFile({ type: "asset", fileName: `licences/${name}.txt`, source });
      }
    },
  };
}

// The pages are drawn by the server; Vite only bundles their style, fonts and small islands, under hashed names that
// `api/pages/assets.py` finds through the manifest.
export default defineConfig({
  base: "/static/",
  publicDir: false,
  plugins: [licences()],
  build: {
    outDir: "../api/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: { input: ["src/main.css", "src/main.ts"] },
  },
});
