/**
 * Builds the page, for images, which bring it ready.
 *
 * Usage: main.ts FOLDER
 */
import { resolve } from "node:path";
import { buildPage } from "./build";

void buildPage(resolve(process.argv[2] ?? "page"));
