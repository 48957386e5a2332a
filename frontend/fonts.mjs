// Cuts the reading face, Source Serif 4, to what the pages use. Google's subsets drop small caps and old-style figures,
// so we start from Adobe's own package and keep those features. The Open Font License asks that a changed font does
// not bear the reserved name "Source", so the cut is called Yearly Serif; the licence goes along (vite.config.ts).
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

// The new name is as long as the old, so it is written over it; the copyright line (name 0) stays as it is.
function renamed(font) {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, place) => 12 + 16 * place);
  const table = font.readUInt32BE(tables.find((at) => font.toString("latin1", at, at + 4) === "name") + 8);
  const strings = table + font.readUInt16BE(table + 4);
  for (let record = table + 6; record < table + 6 + 12 * font.readUInt16BE(table + 2); record += 12) {
    if (font.readUInt16BE(record + 6) === 0) continue;
    const start = strings + font.readUInt16BE(record + 10);
    const text = font.subarray(start, start + font.readUInt16BE(record + 8));
    for (const spelled of [(word) => Buffer.from(word, "latin1"), (word) => Buffer.from(word, "utf16le").swap16()]) {
      for (let at = text.indexOf(spelled("Source")); at >= 0; at = text.indexOf(spelled("Source"))) {
        spelled("Yearly").copy(text, at);
      }
    }
  }
  return font;
}

async function cut({ file, subset, ranges, axes }) {
  const whole = await readFile(require.resolve(`source-serif/VAR/SourceSerif4Variable-${file}.ttf`));
  const part = await subsetFont(renamed(whole), characters(ranges), {
    targetFormat: "woff2",
    keepFeatures: FEATURES,
    noHinting: true,
    variationAxes: axes,
  });
  const name = `yearly-serif-${subset}-${file.toLowerCase()}.woff2`;
  await writeFile(new URL(name, target), part);
  return `${name} ${part.length}`;
}

await mkdir(target, { recursive: true });
for (const choice of CUTS) console.log(await cut(choice));
