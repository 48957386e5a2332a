// All marks are drawn by one program: a square of pixels a node, in which the distance to the shape's edge decides.
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { distanceInGlsl, REACH, SMALLEST_HOLE } from "./shapes";

/** What of a mark is on or off: bits of the attribute `flags`. */
export const HOLLOW = 1;
export const PICKED = 2;
export const LIT = 4;

export interface MarkAttributes {
  x: number;
  y: number;
  size: number;
  color: string;
  hidden: boolean;
  highlighted: boolean;
  zIndex: number;
  shape: number;
  flags: number;
}

export interface EdgeAttributes {
  size: number;
  color: string;
}

/** What all marks share; changed from outside, read at every drawing. */
export interface Light {
  /** How far what is not lit fades into the paper, 0 to 1. */
  dim: number;
  ground: readonly [number, number, number];
  mine: readonly [number, number, number];
}

export const LIGHT: Light = { dim: 0, ground: [1, 1, 1], mine: [1, 0, 0] };

const UNIFORMS = ["u_matrix", "u_sizeRatio", "u_pixel", "u_sharp", "u_dim", "u_ground", "u_mine"] as const;

// Room around the shape, in pixels, for its casing and the ring of what is picked.
const ROOM = "4.0";

const VERTEX_SHADER = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_flags;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform vec2 u_pixel;
uniform float u_dim;
uniform vec3 u_ground;
varying vec4 v_color;
varying vec2 v_at;
varying float v_radius;
varying float v_shape;
varying float v_flags;
const float bias = 255.0 / 254.0;

void main() {
  float radius = a_size / u_sizeRatio;
  #ifdef PICKING_MODE
  radius = a_size > 0.0 ? max(radius, 4.0) : 0.0;
  v_color = a_id;
  #else
  float lit = step(4.0, a_flags);
  v_color = vec4(mix(a_color.rgb, u_ground, u_dim * (1.0 - lit)), a_color.a);
  #endif
  v_color.a *= bias;
  float reach = a_size > 0.0 ? radius * ${REACH.toFixed(2)} + ${ROOM} : 0.0;
  v_at = a_corner * reach;
  v_radius = radius;
  v_shape = a_shape;
  v_flags = a_flags;
  vec2 middle = (u_matrix * vec3(a_position, 1.0)).xy;
  gl_Position = vec4(middle + v_at * u_pixel, 0.0, 1.0);
}
`;

const FRAGMENT_SHADER = `
precision highp float;
varying vec4 v_color;
varying vec2 v_at;
varying float v_radius;
varying float v_shape;
varying float v_flags;
uniform float u_sharp;
uniform highp float u_dim;
uniform highp vec3 u_ground;
uniform vec3 u_mine;
${distanceInGlsl()}
void main() {
  float shape = v_radius < 1.6 ? 0.0 : v_shape;
  float d = distanceTo(shape, v_at / v_radius) * v_radius;
  #ifdef PICKING_MODE
  gl_FragColor = d > 1.0 ? vec4(0.0) : v_color;
  #else
  float hollow = mod(v_flags, 2.0);
  float picked = mod(floor(v_flags / 2.0), 2.0);
  float solid = 1.0 - smoothstep(-u_sharp, u_sharp, d);
  vec3 color = v_color.rgb;
  if (hollow > 0.5 && v_radius > ${SMALLEST_HOLE.toFixed(1)}) {
    float band = max(1.3, 0.34 * v_radius);
    color = mix(u_ground, color, smoothstep(-u_sharp, u_sharp, d + band));
  }
  // A thin casing of paper keeps neighbours apart; what is picked wears a ring beyond it.
  float cased = v_radius > 2.2 ? 0.75 * (1.0 - smoothstep(-u_sharp, u_sharp, d - 0.9)) : solid;
  vec4 mark = vec4(mix(u_ground, color, solid), max(solid, cased));
  mark.rgb *= mark.a;
  float ring = picked * smoothstep(-u_sharp, u_sharp, d - 1.0) * (1.0 - smoothstep(-u_sharp, u_sharp, d - 2.6));
  vec3 mine = mix(u_mine, u_ground, u_dim * (1.0 - step(4.0, v_flags)));
  gl_FragColor = mix(mark, vec4(mine, 1.0), ring);
  #endif
}
`;

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

export class MarkProgram extends NodeProgram<(typeof UNIFORMS)[number], MarkAttributes, EdgeAttributes> {
  getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX_SHADER,
      FRAGMENT_SHADER_SOURCE: FRAGMENT_SHADER,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_flags", size: 1, type: FLOAT },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [[-1, -1], [1, -1], [1, 1], [-1, -1], [1, 1], [-1, 1]],
    };
  }

  processVisibleItem(id: number, start: number, shown: NodeDisplayData & Partial<MarkAttributes>): void {
    const to = this.array;
    to[start] = shown.x;
    to[start + 1] = shown.y;
    to[start + 2] = shown.size;
    to[start + 3] = floatColor(shown.color);
    to[start + 4] = id;
    to[start + 5] = shown.shape ?? 0;
    to[start + 6] = shown.flags ?? 0;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations: at }: ProgramInfo): void {
    gl.uniformMatrix3fv(at["u_matrix"] ?? null, false, params.matrix);
    gl.uniform1f(at["u_sizeRatio"] ?? null, params.sizeRatio);
    gl.uniform2f(at["u_pixel"] ?? null, 2 / params.width, 2 / params.height);
    gl.uniform1f(at["u_sharp"] ?? null, 0.6 / params.pixelRatio);
    gl.uniform1f(at["u_dim"] ?? null, LIGHT.dim);
    gl.uniform3f(at["u_ground"] ?? null, ...LIGHT.ground);
    gl.uniform3f(at["u_mine"] ?? null, ...LIGHT.mine);
  }
}
