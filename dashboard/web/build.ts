import { build } from "vite";

/**
 * Builds the page from its sources into static files: `index.html`, and what it loads under `assets/` with a digest of
 * the content in each name.
 *
 * @param folder is emptied first
 */
export async function buildPage(folder: string): Promise<void> {
  await build({
    root: __dirname,
    configFile: false,
    logLevel: "error",
    // tsconfig.json is for the type checker, and extends what no image has.
    esbuild: { jsx: "automatic", jsxImportSource: "preact", tsconfigRaw: "{}" },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      // Small pictures stay files: the page may load nothing from its own text.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
}
