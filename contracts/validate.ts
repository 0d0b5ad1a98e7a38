import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorObject, ValidateFunction } from "ajv";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { SCHEMA_FOLDER } from "./schema-folder";

/** A value that breaks its contract. The message names the contract, the place and the rule. */
export class ContractError extends Error {
  override readonly name = "ContractError";
  constructor(
    contract: string,
    /** Where in the value, as a JSON pointer; empty for the value as a whole. */
    readonly place: string,
    /** What it should be, for example `must be integer`. */
    readonly rule: string,
  ) {
    super(`${contract}: ${place || "/"} ${rule}`);
  }
}

/** Knows every contract; made when the first value is checked, as reading them all takes a while. */
let known: Ajv2020 | undefined;

function contracts(): Ajv2020 {
  if (known) return known;
  const ajv = new Ajv2020({ allErrors: false, strict: true, strictRequired: false, allowUnionTypes: true });
  addFormats(ajv);
  // Contracts refer to each other by file name, so that is the key each is known by.
  for (const file of readdirSync(SCHEMA_FOLDER)) {
    ajv.addSchema(JSON.parse(readFileSync(join(SCHEMA_FOLDER, file), "utf8")), file);
  }
  known = ajv;
  return ajv;
}

function validatorFor(contract: string): ValidateFunction {
  const validator = contracts().getSchema(`${contract}.schema.json`);
  if (!validator) throw new Error(`there is no contract named ${contract}`);
  return validator;
}

/**
 * Checks a value at the boundary and gives it back with its type.
 *
 * @param contract contract name, for example `replay-manifest`
 * @param value anything, usually fresh from `JSON.parse`
 * @throws ContractError when the value breaks the contract
 */
export function validate<T>(contract: string, value: unknown): T {
  const validator = validatorFor(contract);
  if (!validator(value)) {
    const first = validator.errors?.[0];
    throw new ContractError(contract, first?.instancePath ?? "", ruleOf(first));
  }
  return value as T;
}

/** What a value should be; names the field when it is one that should not be there. */
function ruleOf(error: ErrorObject | undefined): string {
  const rule = error?.message ?? "is not valid";
  return error?.keyword === "additionalProperties" ? `${rule}: ${error.params.additionalProperty}` : rule;
}
