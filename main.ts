import { synthesize } from "./stacks/app";

process.exitCode = synthesize(process.cwd(), process.env);
