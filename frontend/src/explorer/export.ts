// The map as a picture to keep: a PNG of what one sees, or an SVG that opens by itself.
import { elbow, rowsOf, type Line } from "./brush";
import { h } from "./dom";
import { isCentred, type Placed } from "./names";
import type { Picture } from "./picture";
import { pathOf, SMALLEST_HOLE } from "./shapes";
import type { Sheet } from "./sheet";

const LAYERS = ["lines", "nodes", "hoverNodes", "names"] as const;

/** Save what one sees as a PNG, in the screen's own resolution. */
export async function savePng(picture: Picture): Promise<void> {
  const { sigma } = picture.scene;
  const paper = document.createElement("canvas");
  // WebGL forgets what it drew when the frame ends: draw and copy within one.
  picture.scene.render();
  const layers = sigma.getCanvases();
  paper.width = picture.over.canvas.width;
  paper.height = picture.over.canvas.height;
  const context = paper.getContext("2d");
  if (context === null) throw new Error("This browser gives no canvas to draw on");
  context.fillStyle = picture.palette.ground;
  context.fillRect(0, 0, paper.width, paper.height);
  for (const layer of LAYERS) {
    const canvas = layers[layer];
    if (canvas === undefined || canvas.width === 0) continue;
    context.drawImage(canvas, 0, 0, paper.width, paper.height);
  }
  const blob = await new Promise<Blob | null>((resolve) => paper.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("This browser could not write the picture");
  save(blob, "png");
}

export function saveSvg(picture: Picture, sheet: Sheet): void {
  save(new Blob([svgOf(picture, sheet)], { type: "image/svg+xml" }), "svg");
}

/** Return what one sees as an SVG document. */
export function svgOf(picture: Picture, sheet: Sheet): string {
  const { width, height } = picture.over;
  const { palette } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(document.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${palette.ground}"/>`,
    `<g fill="none" stroke-linecap="round">${[...picture.faint, ...picture.stretches.map(({ line }) => line), ...picture.lettering.leaders].map(lineOf).join("")}</g>`,
    `<g stroke="${palette.ground}" stroke-width="0.7">${marksOf(picture, sheet)}</g>`,
    `<g fill="none">${picture.rings.map((ring) => `<circle cx="${n(ring.x)}" cy="${n(ring.y)}" r="${n(ring.radius)}" stroke="${ring.color}" stroke-width="${ring.width}" opacity="${n(ring.alpha)}"/>`).join("")}</g>`,
    `<g stroke="${palette.ground}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">${picture.lettering.placed.map((name) => nameOf(name, picture)).join("")}</g>`,
    "</svg>\n",
  ].join("\n");
}

function lineOf(line: Line): string {
  const [[x1, y1], [x2, y2]] = [line.from, line.to];
  const middle = elbow(line);
  const way = line.bend === 0 ? `L${n(x2)} ${n(y2)}` : `Q${n(middle[0])} ${n(middle[1])} ${n(x2)} ${n(y2)}`;
  const dash = line.dash.length > 0 ? ` stroke-dasharray="${line.dash.join(" ")}"` : "";
  return `<path d="M${n(x1)} ${n(y1)}${way}" stroke="${line.color}" stroke-width="${line.width}" stroke-opacity="${n(line.alpha)}"${dash}/>`;
}

function marksOf(picture: Picture, sheet: Sheet): string {
  const affine = picture.scene.affine();
  const { width, height } = picture.over;
  const lit = picture.litNodes();
  const marks: string[] = [];
  picture.scene.graph.forEachNode((key, mark) => {
    const node = sheet.number(key);
    if (node === undefined || mark.hidden) return;
    const { x, y } = picture.scene.place(node, affine);
    if (x < -20 || y < -20 || x > width + 20 || y > height + 20) return;
    const radius = picture.scene.radius(node);
    const kind = sheet.kind(node);
    const dim = lit === null || lit.has(node) ? "" : ' opacity="0.2"';
    const d = pathOf(radius < 1.6 ? "circle" : kind.shape, x, y, radius);
    const hollow = kind.family === "concept" && radius > SMALLEST_HOLE;
    if (sheet.picked[node] === true) marks.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius + 2)}" fill="none" stroke="${picture.palette.mine}" stroke-width="1.6"${dim}/>`);
    const band = Math.max(1.3, 0.34 * radius);
    marks.push(
      hollow
        ? `<path d="${pathOf(kind.shape, x, y, radius - band / 2)}" fill="${picture.palette.ground}" stroke="${mark.color}" stroke-width="${n(band)}"${dim}/>`
        : `<path d="${d}" fill="${mark.color}"${dim}/>`,
    );
  });
  return marks.join("");
}

function nameOf(name: Placed, picture: Picture): string {
  const { font } = name;
  const { color, alpha } = picture.lettering.inkOf(name, picture.scene.affine());
  const caps = font.caps ? ' style="font-variant-caps: all-small-caps"' : "";
  const spacing = font.spacing > 0 ? ` letter-spacing="${font.spacing}em"` : "";
  const family = escaped(`${font.family.replaceAll('"', "'")}`);
  const anchor = isCentred(name) ? ' text-anchor="middle"' : "";
  const rows = rowsOf(name).map(({ text, x, y }) => `<tspan x="${n(x)}" y="${n(y)}">${escaped(text)}</tspan>`);
  return `<text dominant-baseline="central" font-family="${family}" font-size="${font.size}" font-weight="${font.weight}"${caps}${spacing}${anchor} fill="${color}" fill-opacity="${n(alpha)}">${rows.join("")}</text>`;
}

function save(blob: Blob, kind: string): void {
  const name = `almanac-map-${new Date().toISOString().slice(0, 10)}.${kind}`;
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
