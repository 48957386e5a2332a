// All marks are drawn by one program: a point a node, in which the distance to the shape's edge decides. Not instanced:
// where no GPU helps, every instance would cost as much as a drawing of its own.
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { DISTANCE_IN_GLSL, SHAPE_NAMES, SHAPE_NUMBERS, SHAPE_STRETCH, SMALLEST_HOLE } from "./shapes";

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

/** What all marks share; changed from outside, read at every drawing. */
export interface Light {
  /** How far what is not lit fades into the paper, 0 to 1. */
  dim: number;
  ground: readonly [number, number, number];
  mine: readonly [number, number, number];
}

export const LIGHT: Light = { dim: 0, ground: [1, 1, 1], mine: [1, 0, 0] };

const UNIFORMS = ["u_matrix", "u_sizeRatio", "u_pixelRatio", "u_sharp", "u_dim", "u_ground", "u_mine", "u_shapes", "u_stretch"] as const;

// Pixels around the shape: for its soft edge, the casing of bigger marks, the ring of what is picked.
const VERTEX_SHADER = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_flags;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform float u_dim;
uniform vec3 u_ground;
uniform vec4 u_shapes[${SHAPE_NAMES.length}];
uniform vec2 u_stretch[${SHAPE_NAMES.length}];
varying vec4 v_color;
varying float v_reach;
varying float v_radius;
varying vec4 v_shape;
varying vec2 v_stretch;
varying float v_flags;
const float bias = 255.0 / 254.0;

void main() {
  float radius = a_size / u_sizeRatio;
  #ifdef PICKING_MODE
  radius = max(radius, 4.0);
  float reach = radius;
  v_color = a_id;
  #else
  float lit = step(4.0, a_flags);
  float picked = step(2.0, mod(a_flags, 4.0));
  // A small mark is a dot: its shape would not be seen.
  int shape = radius < 1.6 ? 0 : int(a_shape + 0.5);
  v_shape = u_shapes[shape];
  v_stretch = u_stretch[shape];
  float reach = radius * v_shape.w * max(v_stretch.x, v_stretch.y) + (picked > 0.5 ? 3.4 : radius > 2.2 ? 1.6 : 0.7);
  v_color = vec4(mix(a_color.rgb, u_ground, u_dim * (1.0 - lit)), a_color.a);
  #endif
  v_color.a *= bias;
  v_reach = reach;
  v_radius = radius;
  v_flags = a_flags;
  // What is hidden has no size, and lies beyond what is drawn.
  gl_Position = a_size > 0.0 ? vec4((u_matrix * vec3(a_position, 1.0)).xy, 0.0, 1.0) : vec4(0.0, 0.0, 2.0, 1.0);
  gl_PointSize = 2.0 * reach * u_pixelRatio;
}
`;

const FRAGMENT_SHADER = `
precision highp float;
varying vec4 v_color;
varying float v_reach;
varying float v_radius;
varying vec4 v_shape;
varying vec2 v_stretch;
varying float v_flags;
uniform float u_sharp;
uniform highp float u_dim;
uniform highp vec3 u_ground;
uniform vec3 u_mine;
${DISTANCE_IN_GLSL}
void main() {
  vec2 at = (gl_PointCoord - 0.5) * vec2(2.0, -2.0) * v_reach;
  #ifdef PICKING_MODE
  gl_FragColor = dot(at, at) > v_radius * v_radius ? vec4(0.0) : v_color;
  #else
  float d = distanceTo(v_shape, at / (v_radius * v_stretch)) * v_radius * min(v_stretch.x, v_stretch.y);
  float hollow = mod(v_flags, 2.0) * step(${SMALLEST_HOLE.toFixed(1)}, v_radius);
  float picked = step(2.0, mod(v_flags, 4.0));
  float solid = 1.0 - smoothstep(-u_sharp, u_sharp, d);
  float band = max(1.3, 0.34 * v_radius);
  vec3 color = mix(v_color.rgb, u_ground, hollow * (1.0 - smoothstep(-u_sharp, u_sharp, d + band)));
  // A thin casing of paper keeps neighbours apart; what is picked wears a ring beyond it.
  float cased = step(2.2, v_radius) * 0.75 * (1.0 - smoothstep(-u_sharp, u_sharp, d - 0.9));
  vec4 mark = vec4(mix(u_ground, color, solid), max(solid, cased));
  mark.rgb *= mark.a;
  float ring = picked * smoothstep(-u_sharp, u_sharp, d - 1.0) * (1.0 - smoothstep(-u_sharp, u_sharp, d - 2.6));
  vec3 mine = mix(u_mine, u_ground, u_dim * (1.0 - step(4.0, v_flags)));
  gl_FragColor = mix(mark, vec4(mine, 1.0), ring);
  #endif
}
`;

const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;

export class MarkProgram extends NodeProgram<(typeof UNIFORMS)[number], MarkAttributes> {
  getDefinition() {
    return {
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: VERTEX_SHADER,
      FRAGMENT_SHADER_SOURCE: FRAGMENT_SHADER,
      METHOD: POINTS,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_flags", size: 1, type: FLOAT },
      ],
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
    gl.uniform1f(at["u_pixelRatio"] ?? null, params.pixelRatio);
    gl.uniform1f(at["u_sharp"] ?? null, 0.6 / params.pixelRatio);
    gl.uniform1f(at["u_dim"] ?? null, LIGHT.dim);
    gl.uniform4fv(at["u_shapes"] ?? null, SHAPE_NUMBERS);
    gl.uniform2fv(at["u_stretch"] ?? null, SHAPE_STRETCH);
    gl.uniform3f(at["u_ground"] ?? null, ...LIGHT.ground);
    gl.uniform3f(at["u_mine"] ?? null, ...LIGHT.mine);
  }
}
