import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

const TWO_TO_32 = 4294967296;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A repeatable stream of random numbers.
 *
 * The stream depends on nothing but its keys, so two matches never share numbers and the order in which they
 * are asked for does not matter.
 */
export class Random {
  readonly #generator: RandomGenerator;

  /** @param keys whole numbers that name the stream, for example seed, season, match number, purpose */
  constructor(...keys: readonly number[]) {
    this.#generator = xoroshiro128plusFromState([0, 1, 2, 3].map((word) => hash(keys, word)));
  }

  /** A number in [0, 1). */
  uniform(): number {
    return (this.#generator.next() >>> 0) / TWO_TO_32;
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Standard normal, by Box and Muller's transform. */
  gauss(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Triangular on (-1, 1), standard deviation 0.408: a cheap stand-in for a normal, from a single draw. */
  triangle(): number {
    const bits = this.#generator.next();
    return ((bits & 0xffff) - (bits >>> 16)) / 65536;
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** One item, all equally likely. */
  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.uniform() * items.length)] as T;
  }

  /** One item of a table of [item, weight]; weights sum to 1. */
  weighted<T>(table: ReadonlyArray<readonly [T, number]>): T {
    let left = this.uniform();
    for (const [item, weight] of table) {
      left -= weight;
      if (left < 0) return item;
    }
    return (table[table.length - 1] as readonly [T, number])[0];
  }

  /** A version 4 UUID (RFC 9562). */
  uuid(): string {
    const a = this.#generator.next();
    const b = this.#generator.next();
    const c = this.#generator.next();
    const d = this.#generator.next();
    const version = (b & 0xffff0fff) | 0x4000;
    const variant = (c & 0x3fffffff) | 0x80000000;
    const left = `${word(a)}-${half(version >>> 16)}-${half(version)}`;
    return `${left}-${half(variant >>> 16)}-${half(variant)}${word(d)}`;
  }
}

function half(bits: number): string {
  return (HEX[(bits >>> 8) & 0xff] as string) + (HEX[bits & 0xff] as string);
}

function word(bits: number): string {
  return half(bits >>> 16) + half(bits);
}

/** Mixes the keys into 32 bits with the finalizer of MurmurHash3 (public domain constants). */
function hash(keys: readonly number[], salt: number): number {
  let state = Math.imul(salt + 1, 0x9e3779b9);
  for (const key of keys) {
    // A key above 32 bits counts with both halves.
    for (const part of [key | 0, Math.floor(key / TWO_TO_32) | 0]) {
      state = Math.imul(state ^ part ^ (state >>> 16), 0x85ebca6b);
      state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
      state ^= state >>> 16;
    }
  }
  return state;
}
