import { readdir, readFile } from "node:fs/promises";
import { defineConfig, type Plugin } from "vite";

const FONTS = {
  "source-serif": "source-serif/LICENSE.md",
  inter: "@fontsource-variable/inter/LICENSE",
  "ibm-plex-mono": "@fontsource/ibm-plex-mono/LICENSE",
};
const PACKAGES = new URL("./node_modules/", import.meta.url);

// The Open Font License wants to go wherever the fonts go, and the licences of libraries wherever their code goes.
function licences(): Plugin {
  return {
    name: "licences",
    async generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((one) => (one.type === "chunk" ? one.moduleIds : []));
      const held = [...new Set(modules.map(packageOf))].filter((name) => name !== undefined);
      const paths = await Promise.all(held.map(async (name) => [fileNameOf(name), `${name}/${await licenceOf(name)}`] as const));
      for (const [name, path] of [...Object.entries(FONTS), ...paths]) {
        this.emitFile({ type: "asset", fileName: `licences/${name}.txt`, source: await readFile(new URL(path, PACKAGES)) });
      }
    },
  };
}

function packageOf(module: string): string | undefined {
  return module.match(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
}

async function licenceOf(name: string): Promise<string> {
  const found = (await readdir(new URL(`${name}/`, PACKAGES))).find((file) => /^licen[cs]e/i.test(file));
  if (found === undefined) throw new Error(`${name} goes into the bundle without a licence`);
  return found;
}

function fileNameOf(name: string): string {
  return name.replace("@", "").replace("/", "-");
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
