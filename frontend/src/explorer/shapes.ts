// Every shape is a regular polygon or a star, turned and stretched: a handful of numbers, from which the shader, the
// legend and the exported picture are made alike. One short formula for all keeps the shader quick, even without a GPU.
export type Corner = readonly [number, number];

export const SHAPE_NAMES = [
  "circle", "square", "bar", "play", "drop", "spark", "lens", "hexagon", "diamond", "triangle", "pentagon", "star",
] as const;

export type ShapeName = (typeof SHAPE_NAMES)[number];

interface Form {
  readonly points: number;
  /** 2 makes a polygon; the nearer to `points`, the sharper the star. */
  readonly depth: number;
  /** Against the clock, from a point at the top. */
  readonly turn: number;
  /** How far the points reach, in radii: shapes are of about the same area. */
  readonly radius: number;
  readonly wide: number;
  readonly high: number;
}

/** What is smaller than this, in pixels, is drawn as a solid dot: a hole would not be seen. */
export const SMALLEST_HOLE = 2.6;

// So many points that nobody sees them.
const ROUND = 36;
const EIGHTH = Math.PI / 4;

const FORMS: Record<ShapeName, Form> = {
  circle: form(ROUND, 0, 1),
  square: form(4, EIGHTH, 1.25),
  bar: { ...form(4, EIGHTH, 1.25), wide: 1.45, high: 0.76 },
  play: form(3, -2 * EIGHTH, 1.45),
  drop: form(3, 4 * EIGHTH, 1.45),
  spark: { ...form(4, EIGHTH, 1.6), depth: 2.75 },
  lens: { ...form(ROUND, 0, 1), wide: 1.4, high: 0.72 },
  hexagon: form(6, 0, 1.16),
  diamond: form(4, 0, 1.38),
  triangle: form(3, 0, 1.45),
  pentagon: form(5, 0, 1.22),
  star: { ...form(5, 0, 1.55), depth: 3.2 },
};

export function shapeIndex(shape: ShapeName): number {
  return SHAPE_NAMES.indexOf(shape);
}

/** Return the corners of a shape of radius 1, y up. */
export function cornersOf(shape: ShapeName): Corner[] {
  const { points, depth, turn, radius, wide, high } = FORMS[shape];
  const step = Math.PI / points;
  const inner = radius * (Math.cos(step) - Math.sin(step) / Math.tan(Math.PI / depth));
  const corners: Corner[] = [];
  for (let at = 0; at < points; at += 1) {
    corners.push(corner(2 * at * step + turn, radius, wide, high));
    if (depth > 2) corners.push(corner((2 * at + 1) * step + turn, inner, wide, high));
  }
  return corners;
}

/** Return the shape as the data of an SVG path around (x, y), y down. */
export function pathOf(shape: ShapeName, x: number, y: number, radius: number): string {
  const points = cornersOf(shape).map(([right, up]) => `${short(x + right * radius)} ${short(y - up * radius)}`);
  return `M${points.join("L")}z`;
}

/** What the shader is told of each shape: half the angle of a point, depth, turn, radius. */
export const SHAPE_NUMBERS = Float32Array.from(
  SHAPE_NAMES.flatMap((name) => {
    const { points, depth, turn, radius } = FORMS[name];
    return [Math.PI / points, Math.PI / depth, turn, radius];
  }),
);

/** And how far it is stretched each way. */
export const SHAPE_STRETCH = Float32Array.from(SHAPE_NAMES.flatMap((name) => [FORMS[name].wide, FORMS[name].high]));

/** GLSL that tells how far `p` lies from the edge of a shape, in radii, negative inside. */
// After Inigo Quilez, "2D distance functions", sdStar.
export const DISTANCE_IN_GLSL = `
float distanceTo(vec4 shape, vec2 p) {
  vec2 tip = shape.w * vec2(cos(shape.x), sin(shape.x));
  vec2 edge = vec2(cos(shape.y), sin(shape.y));
  float angle = mod(atan(p.x, p.y) + shape.z, 2.0 * shape.x) - shape.x;
  vec2 q = length(p) * vec2(cos(angle), abs(sin(angle))) - tip;
  q += edge * clamp(-dot(q, edge), 0.0, tip.y / edge.y);
  return length(q) * sign(q.x);
}
`;

function form(points: number, turn: number, radius: number): Form {
  return { points, depth: 2, turn, radius, wide: 1, high: 1 };
}

function corner(angle: number, radius: number, wide: number, high: number): Corner {
  return [-Math.sin(angle) * radius * wide, Math.cos(angle) * radius * high];
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
