"""The stage: puts a model on a seamless backdrop under soft boxes and exposes a plate with Blender's Cycles.

A plate is not yet a picture: it holds the light on things, their color and a mask for each slot apart, so
that the darkroom can give every variant its colors without lighting the scene again. Same model, same view,
same version of Blender: same plate, to the rounding of the processor's floating point.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Vector as BlenderVector

from .colors import MASKED, linear
from .finishes import FINISHES, Grain
from .shapes import Face, Part

FOCAL_MM, SENSOR_MM = 85.0, 36.0
LIFT = 0.03  # things stand a little below the middle


def expose(
    parts: Sequence[Part], colors: Mapping[str, str], view: Mapping[str, Any], size: tuple[int, int],
    samples: int, labels: Path,
) -> dict[str, np.ndarray]:  # fmt: skip
    """The plate of these parts seen from `view`: arrays `light`, `color`, `whole`, `masks`, top row first."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    low, high = _bounds(parts)
    radius = max(math.dist(low, high) / 2, 0.05)
    materials: dict[tuple[str, str, str], Any] = {}
    for part in parts:
        key = (part.slot, part.finish, part.label)
        if key not in materials:
            materials[key] = _material(part, colors, labels)
        _add(part, materials[key])
    _backdrop(scene, colors, radius, low[2])
    _lights(scene, radius)
    rows = _camera(scene, parts, view, size)
    furry = any(part.fur for part in parts)
    return _render(scene, size, samples, bounces=4 if furry else 1, rows=rows)


def _bounds(parts: Sequence[Part]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    points = [p for part in parts for p in part.points]
    return tuple(min(p[i] for p in points) for i in range(3)), tuple(
        max(p[i] for p in points) for i in range(3)
    )


def _add(part: Part, material: Any) -> None:
    mesh = bpy.data.meshes.new("part")
    mesh.from_pydata(part.points, [], part.faces)
    if part.uv:
        layer = mesh.uv_layers.new()
        for loop in mesh.loops:
            layer.data[loop.index].uv = part.uv[loop.vertex_index]
    mesh.materials.append(material)
    mesh.update()
    thing = bpy.data.objects.new("part", mesh)
    bpy.context.scene.collection.objects.link(thing)
    if part.bevel:
        edge = thing.modifiers.new("bevel", "BEVEL")
        edge.width, edge.segments, edge.limit_method = part.bevel, 4, "ANGLE"
    if part.thickness:
        solid = thing.modifiers.new("solid", "SOLIDIFY")
        solid.thickness, solid.offset, solid.use_even_offset = part.thickness, -1.0, True
    if part.subdivide:
        subdivision = thing.modifiers.new("subdivide", "SUBSURF")
        subdivision.levels = subdivision.render_levels = part.subdivide
    if part.fur:
        _grow(thing, part.fur)
    if part.smooth:
        mesh.shade_smooth()
        if not part.subdivide:
            mesh.set_sharp_from_angle(angle=math.radians(38))


def _grow(thing: Any, length: float) -> None:
    """Hair of a plush toy: short, dense, seeded."""
    thing.modifiers.new("fur", "PARTICLE_SYSTEM")
    system = thing.particle_systems[0]
    system.seed = 7
    hair = system.settings
    hair.type, hair.count, hair.hair_length = "HAIR", 2200, length
    hair.child_type, hair.rendered_child_count, hair.child_length = "INTERPOLATED", 8, 1.0
    hair.roughness_1, hair.roughness_2, hair.roughness_endpoint = 0.04, 0.05, 0.03
    hair.radius_scale, hair.root_radius, hair.tip_radius = 0.006, 1.0, 0.3


def _material(part: Part, colors: Mapping[str, str], labels: Path) -> Any:
    finish = FINISHES[part.finish]
    material = bpy.data.materials.new(f"{part.slot}-{part.finish}")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    shader = nodes["Principled BSDF"]
    hexed = part.slot if part.slot.startswith("#") else colors.get(part.slot, "#f2f0ec")
    shader.inputs["Base Color"].default_value = (*linear(hexed), 1.0)
    for name, value in finish.inputs.items():
        shader.inputs[name].default_value = value
    shader.inputs["Subsurface Radius"].default_value = (1.0, 0.6, 0.4)
    if finish.inputs.get("Emission Strength"):
        shader.inputs["Emission Color"].default_value = (*linear(hexed), 1.0)
    if part.label:
        picture = nodes.new("ShaderNodeTexImage")
        picture.image = bpy.data.images.load(str(labels / part.label))
        picture.extension = "EXTEND"
        links.new(picture.outputs["Color"], shader.inputs["Base Color"])
        if finish.inputs.get("Emission Strength"):
            links.new(picture.outputs["Color"], shader.inputs["Emission Color"])
    elif finish.grain:
        _grain(material.node_tree, shader, finish.grain, hexed)
    _mask(material.node_tree, part.slot)
    return material


def _grain(tree: Any, shader: Any, grain: Grain, hexed: str) -> None:
    """Texture in object space, so that it keeps its size whatever the object's."""
    nodes, links = tree.nodes, tree.links
    place = nodes.new("ShaderNodeTexCoord")
    scale = nodes.new("ShaderNodeMapping")
    scale.inputs["Scale"].default_value = tuple(grain.repeats * s for s in grain.stretch)
    links.new(place.outputs["Object"], scale.inputs["Vector"])
    height = _texture(tree, grain.kind, scale.outputs["Vector"])
    bump = nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = min(1.0, grain.strength * 1.6)
    bump.inputs["Distance"].default_value = 0.25 / grain.repeats
    links.new(height, bump.inputs["Height"])
    links.new(bump.outputs["Normal"], shader.inputs["Normal"])
    if grain.shade:
        mix = nodes.new("ShaderNodeMix")
        mix.data_type = "RGBA"
        base = linear(hexed)
        mix.inputs["A"].default_value = (*(c * (1 - grain.shade) for c in base), 1.0)
        mix.inputs["B"].default_value = (*base, 1.0)
        mix.inputs[6].default_value = (*(c * (1 - grain.shade) for c in base), 1.0)
        mix.inputs[7].default_value = (*base, 1.0)
        links.new(height, mix.inputs["Factor"])
        links.new(mix.outputs[2], shader.inputs["Base Color"])


def _texture(tree: Any, kind: str, vector: Any) -> Any:
    nodes, links = tree.nodes, tree.links
    if kind in ("noise", "brushed"):
        node = nodes.new("ShaderNodeTexNoise")
        node.inputs["Detail"].default_value = 4.0
        node.inputs["Scale"].default_value = 1.0
        links.new(vector, node.inputs["Vector"])
        return node.outputs["Fac"]
    if kind == "wood":
        node = nodes.new("ShaderNodeTexWave")
        node.inputs["Scale"].default_value = 1.0
        node.inputs["Distortion"].default_value = 5.0
        node.inputs["Detail"].default_value = 3.0
        node.inputs["Detail Scale"].default_value = 0.8
        node.bands_direction = "Z"
        links.new(vector, node.inputs["Vector"])
        return node.outputs["Fac"]
    if kind in ("cells", "dots", "speckle"):
        node = nodes.new("ShaderNodeTexVoronoi")
        node.inputs["Scale"].default_value = 1.0
        if kind == "dots":
            node.inputs["Randomness"].default_value = 0.12
        links.new(vector, node.inputs["Vector"])
        return _ramp(tree, node.outputs["Distance"], *((0.08, 0.2) if kind == "speckle" else (0.1, 0.5)))
    # Knit and weave: two crossed waves, the knit one slanted.
    waves = []
    for direction in ("X", "Z"):
        node = nodes.new("ShaderNodeTexWave")
        node.inputs["Scale"].default_value = 0.16 if kind == "knit" else 0.32
        node.inputs["Distortion"].default_value = 0.6 if kind == "knit" else 0.2
        node.bands_direction = "DIAGONAL" if kind == "knit" and direction == "X" else direction
        links.new(vector, node.inputs["Vector"])
        waves.append(node.outputs["Fac"])
    both = nodes.new("ShaderNodeMath")
    both.operation = "MULTIPLY" if kind == "knit" else "MAXIMUM"
    links.new(waves[0], both.inputs[0])
    links.new(waves[1], both.inputs[1])
    return both.outputs[0]


def _ramp(tree: Any, value: Any, low: float, high: float) -> Any:
    node = tree.nodes.new("ShaderNodeMapRange")
    node.inputs["From Min"].default_value, node.inputs["From Max"].default_value = low, high
    tree.links.new(value, node.inputs["Value"])
    return node.outputs["Result"]


def _mask(tree: Any, slot: str) -> None:
    index = MASKED.index(slot) if slot in MASKED else -1
    for group in range(2):
        out = tree.nodes.new("ShaderNodeOutputAOV")
        out.aov_name = f"mask{group}"
        channels = [1.0 if index == group * 3 + k else 0.0 for k in range(3)]
        out.inputs["Color"].default_value = (*channels, 1.0)


def _backdrop(scene: Any, colors: Mapping[str, str], radius: float, floor: float) -> None:
    """A paper roll: floor, a wide curve, wall."""
    far, bend = 2.6 * radius, 3.2 * radius
    line = [(-30 * radius, 0.0), (far, 0.0)]
    line += [
        (far + bend * math.sin(a), bend - bend * math.cos(a))
        for a in (math.pi / 2 * i / 24 for i in range(1, 25))
    ]
    line.append((far + bend, 40 * radius))
    points = [(x, y, z + floor) for y, z in line for x in (-40 * radius, 40 * radius)]
    faces: list[Face] = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(line) - 1)]
    paper = Part(points, faces, "backdrop", "paper")
    _add(paper, _material(paper, colors, Path()))


def _lights(scene: Any, radius: float) -> None:
    """A large soft box from the upper left, a weak one from the right, a strip behind, and a pale room."""
    for azimuth, height, distance, width, depth, power in (
        (-48, 48, 4.2, 3.2, 3.2, 1.0),
        (62, 28, 5.0, 3.5, 4.5, 0.22),
        (150, 62, 3.8, 4.0, 1.6, 0.5),
    ):
        lamp = bpy.data.lights.new("soft box", "AREA")
        lamp.shape, lamp.size, lamp.size_y = "RECTANGLE", width * radius, depth * radius
        lamp.energy = power * 110 * radius * radius
        thing = bpy.data.objects.new("soft box", lamp)
        a, e = math.radians(azimuth), math.radians(height)
        at = BlenderVector((math.sin(a) * math.cos(e), -math.cos(a) * math.cos(e), math.sin(e))) * (
            distance * radius
        )
        thing.location = at
        thing.rotation_euler = (-at).to_track_quat("-Z", "Y").to_euler()
        scene.collection.objects.link(thing)
    world = bpy.data.worlds.new("room")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Color"].default_value = (1.0, 0.985, 0.96, 1.0)
    world.node_tree.nodes["Background"].inputs["Strength"].default_value = 0.46
    scene.world = world


def _camera(
    scene: Any, parts: Sequence[Part], view: Mapping[str, Any], size: tuple[int, int]
) -> tuple[float, float]:
    """Looks from `azimuth` and `elevation` so that the parts' extent fills `fill` of the frame.

    Returns the lowest and highest row with anything in it, shadows too, as shares of the height.
    """
    a, e = math.radians(view.get("azimuth", 25)), math.radians(view.get("elevation", 18))
    back = BlenderVector((math.sin(a) * math.cos(e), -math.cos(a) * math.cos(e), math.sin(e)))
    right = BlenderVector((math.cos(a), math.sin(a), 0))
    up = back.cross(right)
    points = [BlenderVector(p) for part in parts for p in part.points[:: max(1, len(part.points) // 400)]]
    spans = [[p.dot(axis) for p in points] for axis in (right, up, back)]
    middle = [(min(s) + max(s)) / 2 for s in spans]
    width, height = max(spans[0]) - min(spans[0]), max(spans[1]) - min(spans[1])
    ratio = size[0] / size[1]
    fill = view.get("fill", 0.74)
    seen = max(width / fill, height / (fill * 0.92) * ratio)
    middle[1] += seen / ratio * LIFT
    distance = seen * FOCAL_MM / SENSOR_MM + (max(spans[2]) - middle[2]) * 0.6
    camera = bpy.data.cameras.new("camera")
    camera.lens, camera.sensor_width, camera.sensor_fit = FOCAL_MM, SENSOR_MM, "HORIZONTAL"
    camera.clip_end = 1000
    thing = bpy.data.objects.new("camera", camera)
    focus = right * middle[0] + up * middle[1] + back * middle[2]
    thing.location = focus + back * distance
    thing.rotation_euler = back.to_track_quat("Z", "Y").to_euler()
    scene.collection.objects.link(thing)
    scene.camera = thing
    half = height / (seen / ratio) * 0.54
    return max(0.0, 0.5 - LIFT - half - 0.10), min(1.0, 0.5 - LIFT + half + 0.06)


def _render(
    scene: Any, size: tuple[int, int], samples: int, bounces: int, rows: tuple[float, float]
) -> dict[str, np.ndarray]:
    """Traces only the rows that hold anything; bare paper above and below goes on as it is at their edges."""
    scene.render.engine = "CYCLES"
    scene.render.use_border = scene.render.use_crop_to_border = True
    scene.render.border_min_y, scene.render.border_max_y = rows
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", samples, 1
    cycles.use_adaptive_sampling, cycles.use_light_tree = False, False
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 8, bounces, 2
    cycles.transmission_bounces, cycles.transparent_max_bounces = 6, 6
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 4.0
    cycles.use_denoising = False
    layer = scene.view_layers[0]
    layer.use_pass_diffuse_color = layer.use_pass_diffuse_direct = layer.use_pass_diffuse_indirect = True
    layer.cycles.denoising_store_passes = True
    for group in range(2):
        layer.aovs.add().name = f"mask{group}"
    with tempfile.TemporaryDirectory() as folder:
        _develop_chemistry(scene, folder)
        bpy.ops.render.render(write_still=False)
        found = {
            p.name.split("_")[0]: _framed(_pixels(p), size, rows) for p in sorted(Path(folder).glob("*.exr"))
        }
    return {
        "light": found["light"],
        "color": found["color"],
        "whole": found["whole"],
        "masks": np.concatenate([found["mask0"], found["mask1"]], axis=2),
    }


def _develop_chemistry(scene: Any, folder: str) -> None:
    """Compositor: the whole picture and the light on matter, both without noise; color and masks as is."""
    scene.use_nodes = True
    tree = scene.node_tree
    tree.nodes.clear()
    layers = tree.nodes.new("CompositorNodeRLayers")

    def math_of(operation: str, a: Any, b: Any) -> Any:
        node = tree.nodes.new("CompositorNodeMixRGB")
        node.blend_type = operation
        tree.links.new(a, node.inputs[1])
        tree.links.new(b, node.inputs[2])
        return node.outputs[0]

    def denoised(picture: Any) -> Any:
        node = tree.nodes.new("CompositorNodeDenoise")
        node.prefilter, node.quality = "NONE", "BALANCED"
        tree.links.new(picture, node.inputs["Image"])
        tree.links.new(layers.outputs["Denoising Normal"], node.inputs["Normal"])
        tree.links.new(layers.outputs["Denoising Albedo"], node.inputs["Albedo"])
        return node.outputs[0]

    light = math_of("ADD", layers.outputs["DiffDir"], layers.outputs["DiffInd"])
    out = tree.nodes.new("CompositorNodeOutputFile")
    out.base_path = folder
    out.format.file_format, out.format.color_depth, out.format.color_mode = "OPEN_EXR", "16", "RGB"
    out.file_slots.clear()
    for name, picture in (
        ("light", denoised(light)),
        ("whole", denoised(layers.outputs["Image"])),
        ("color", layers.outputs["DiffCol"]),
        ("mask0", layers.outputs["mask0"]),
        ("mask1", layers.outputs["mask1"]),
    ):
        out.file_slots.new(f"{name}_")
        tree.links.new(picture, out.inputs[f"{name}_"])


def _pixels(path: Path) -> np.ndarray:
    image = bpy.data.images.load(str(path))
    image.colorspace_settings.name = "Non-Color"
    width, height = image.size
    flat = np.empty(width * height * 4, dtype=np.float32)
    image.pixels.foreach_get(flat)
    bpy.data.images.remove(image)
    return flat.reshape(height, width, 4)[::-1, :, :3]


def _framed(strip: np.ndarray, size: tuple[int, int], rows: tuple[float, float]) -> np.ndarray:
    """The traced strip in its place in the whole frame."""
    above = min(round((1 - rows[1]) * size[1]), size[1] - strip.shape[0])
    below = size[1] - strip.shape[0] - above
    return np.pad(strip, ((above, below), (0, 0), (0, 0)), mode="edge").astype(np.float16)
