// Cuts the reading face to what the pages use. Google's subsets drop small caps and old-style figures, so we start
// from Adobe's own package and keep those features (OFL 1.1 allows it; the name is not a reserved one).
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);
const target = new URL("./build/fonts/", import.meta.url);

const FEATURES = ["kern", "mark", "mkmk", "liga", "ccmp", "locl", "smcp", "c2sc", "onum", "lnum", "tnum", "pnum", "sups"];
const LATIN = [[0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2c6, 0x2c6], [0x2da, 0x2da],
  [0x2dc, 0x2dc], [0x2000, 0x200a], [0x2010, 0x2027], [0x2030, 0x203a], [0x2044, 0x2044], [0x20ac, 0x20ac],
  [0x2122, 0x2122], [0x2190, 0x2193], [0x2212, 0x2212]];
const LATIN_EXT = [[0x100, 0x130], [0x132, 0x151], [0x154, 0x24f], [0x1e00, 0x1eff], [0x20a0, 0x20ab]];

// Headings use the optical sizes; italics stand in running text only, so one size of them will do.
const ROMAN = { wght: { min: 400, max: 600, default: 400 }, opsz: { min: 14, max: 60, default: 14 } };
const ITALIC = { wght: { min: 400, max: 600, default: 400 }, opsz: 14 };
const CUTS = [
  { file: "Roman", subset: "latin", ranges: LATIN, axes: ROMAN },
  { file: "Italic", subset: "latin", ranges: LATIN, axes: ITALIC },
  { file: "Roman", subset: "latin-ext", ranges: LATIN_EXT, axes: ROMAN },
  { file: "Italic", subset: "latin-ext", ranges: LATIN_EXT, axes: ITALIC },
];

function characters(ranges) {
  return ranges.map(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, step) => String.fromCodePoint(first + step)).join("")).join("");
}

async function cut({ file, subset, ranges, axes }) {
  const whole = await readFile(require.resolve(`source-serif/VAR/SourceSerif4Variable-${file}.ttf`));
  const part = await subsetFont(whole, characters(ranges), {
    targetFormat: "woff2",
    keepFeatures: FEATURES,
    noHinting: true,
    variationAxes: axes,
  });
  const name = `source-serif-4-${subset}-${file.toLowerCase()}.woff2`;
  await writeFile(new URL(name, target), part);
  return `${name} ${part.length}`;
}

await mkdir(target, { recursive: true });
for (const choice of CUTS) console.log(await cut(choice));
