import type { SourceEvent } from "../../../producer/sources/source";
import { typeOf } from "./measure-matches";

/** Fields of one type of event: every path seen, its JSON types, and those that all events of the type have. */
export interface Shape {
  readonly paths: Map<string, Set<string>>;
  readonly always: Set<string>;
}

/** All frames are made alike: one in so many is looked at. */
const FRAMES = 20;

/** Collects the shapes of events by type; frames count as a type of their own. */
export function shapesOf(matches: Iterable<Iterable<SourceEvent>>): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const match of matches) {
    for (const { event, frame } of match) {
      note(shapes, typeOf(event), event);
      if (frame !== null && event.index % FRAMES === 0) note(shapes, "360 frame", frame);
    }
  }
  return shapes;
}

function note(shapes: Map<string, Shape>, type: string, value: unknown): void {
  const here = new Map<string, string>();
  walk("", value, here);
  const shape = shapes.get(type);
  if (shape === undefined) {
    shapes.set(type, {
      paths: new Map([...here].map(([path, kind]) => [path, new Set([kind])])),
      always: new Set(here.keys()),
    });
    return;
  }
  for (const [path, kind] of here) {
    const kinds = shape.paths.get(path);
    if (kinds === undefined) shape.paths.set(path, new Set([kind]));
    else kinds.add(kind);
  }
  for (const path of shape.always) if (!here.has(path)) shape.always.delete(path);
}

function walk(path: string, value: unknown, into: Map<string, string>): void {
  if (Array.isArray(value)) {
    into.set(path, "array");
    for (const item of value) walk(`${path}[]`, item, into);
  } else if (typeof value === "object" && value !== null) {
    if (path !== "") into.set(path, "object");
    for (const [key, item] of Object.entries(value)) walk(`${path}.${key}`, item, into);
  } else {
    into.set(path, value === null ? "null" : typeof value);
  }
}
