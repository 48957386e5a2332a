// Every shape is a ring of corners, and a ring without corners is a circle. The shader, the legend and the exported
// picture are all made from these, so that a kind looks the same wherever it is drawn.
export type Corner = readonly [number, number];

export const SHAPE_NAMES = [
  "circle", "square", "bar", "play", "drop", "cross", "dome", "hexagon", "diamond", "triangle", "house", "star",
] as const;

export type ShapeName = (typeof SHAPE_NAMES)[number];

/** How far any shape reaches from its middle, in radii. */
export const REACH = 1.45;
/** What is smaller than this, in pixels, is drawn as a solid dot: a hole would not be seen. */
export const SMALLEST_HOLE = 2.6;

const QUARTER = Math.PI / 2;

// Corners, y up, of about the area of the unit circle.
const CORNERS: Record<ShapeName, readonly Corner[]> = {
  circle: [],
  square: regular(4, QUARTER / 2, 1.25),
  bar: [[-1.3, -0.68], [1.3, -0.68], [1.3, 0.68], [-1.3, 0.68]],
  play: moved(regular(3, 0, 1.45), -0.16, 0),
  drop: moved(regular(3, -QUARTER, 1.45), 0, 0.16),
  cross: plus(1.4, 0.48, QUARTER / 2),
  dome: half(1.28, 10),
  hexagon: regular(6, QUARTER, 1.16),
  diamond: regular(4, QUARTER, 1.38),
  triangle: moved(regular(3, QUARTER, 1.45), 0, -0.16),
  house: [[-0.98, -0.98], [0.98, -0.98], [0.98, 0.28], [0, 1.2], [-0.98, 0.28]],
  star: star(5, 1.45, 0.66),
};

export function cornersOf(shape: ShapeName): readonly Corner[] {
  return CORNERS[shape];
}

export function shapeIndex(shape: ShapeName): number {
  return SHAPE_NAMES.indexOf(shape);
}

/** Return the shape as the data of an SVG path around (x, y), y down. */
export function pathOf(shape: ShapeName, x: number, y: number, radius: number): string {
  const corners = CORNERS[shape];
  if (corners.length === 0) {
    const wide = short(2 * radius);
    return `M${short(x - radius)} ${short(y)}a${short(radius)} ${short(radius)} 0 1 0 ${wide} 0a${short(radius)} ${short(radius)} 0 1 0 -${wide} 0z`;
  }
  const points = corners.map(([right, up]) => `${short(x + right * radius)} ${short(y - up * radius)}`);
  return `M${points.join("L")}z`;
}

/** Return GLSL that tells how far a point lies from the edge of shape number `shape`, in radii, negative inside. */
export function distanceInGlsl(): string {
  const bodies = SHAPE_NAMES.map((name, index) => (CORNERS[name].length === 0 ? "" : polygonInGlsl(index, CORNERS[name])));
  const calls = SHAPE_NAMES.map((name, index) =>
    CORNERS[name].length === 0 ? "" : `  if (shape < ${index}.5) return shape${index}(p);\n`,
  );
  return `${SIDE}${bodies.join("")}
float distanceTo(float shape, vec2 p) {
  if (shape < 0.5) return length(p) - 1.0;
${calls.join("")}  return length(p) - 1.0;
}
`;
}

// One side of a polygon: the nearest squared distance so far in d.x, inside or outside in d.y.
// After Inigo Quilez, "2D distance functions", sdPolygon.
const SIDE = `
void side(vec2 p, vec2 a, vec2 b, inout vec2 d) {
  vec2 e = b - a;
  vec2 w = p - a;
  vec2 n = w - e * clamp(dot(w, e) / dot(e, e), 0.0, 1.0);
  d.x = min(d.x, dot(n, n));
  bvec3 c = bvec3(p.y >= a.y, p.y < b.y, e.x * w.y > e.y * w.x);
  if (all(c) || all(not(c))) d.y = -d.y;
}
`;

function polygonInGlsl(index: number, corners: readonly Corner[]): string {
  const sides = corners.map((corner, at) => {
    const before = corners[(at + corners.length - 1) % corners.length] ?? corner;
    return `  side(p, ${vec2(corner)}, ${vec2(before)}, d);\n`;
  });
  return `float shape${index}(vec2 p) {\n  vec2 d = vec2(1e9, 1.0);\n${sides.join("")}  return d.y * sqrt(d.x);\n}\n`;
}

function vec2([x, y]: Corner): string {
  return `vec2(${x.toFixed(4)}, ${y.toFixed(4)})`;
}

function regular(sides: number, turn: number, radius: number): Corner[] {
  return Array.from({ length: sides }, (_, at) => around(turn + (at * 4 * QUARTER) / sides, radius));
}

function star(points: number, outer: number, inner: number): Corner[] {
  return Array.from({ length: 2 * points }, (_, at) => around(QUARTER + (at * 2 * QUARTER) / points, at % 2 === 0 ? outer : inner));
}

function plus(reach: number, half: number, turn: number): Corner[] {
  const arm: Corner[] = [[reach, -half], [reach, half], [half, half]];
  return [0, 1, 2, 3].flatMap((quarter) => arm.map((corner) => turned(corner, turn + quarter * QUARTER)));
}

function half(radius: number, steps: number): Corner[] {
  const arc = Array.from({ length: steps + 1 }, (_, at) => around((at * 2 * QUARTER) / steps, radius));
  return moved(arc.map(([x, y]) => [x, y * 1.15]), 0, -0.55);
}

function moved(corners: readonly Corner[], right: number, up: number): Corner[] {
  return corners.map(([x, y]) => [x + right, y + up]);
}

function turned([x, y]: Corner, angle: number): Corner {
  return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
}

function around(angle: number, radius: number): Corner {
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
