import type { Construct } from "constructs";

/** Context key of the app-wide switch, in `cdktf.json` under `golazo`. */
export const DELETE_DATA_SWITCH = "deleteDataOnDestroy";

/**
 * Whether `destroy` may delete data: only when the construct says so (`deleteData`) and the app does as well
 * (`"deleteDataOnDestroy": true` in the context). One of them alone is too easily set by mistake or by copying.
 */
export function mayDeleteData(scope: Construct, deleteData = false): boolean {
  const context: unknown = scope.node.tryGetContext("golazo");
  const everywhere = typeof context === "object" && context !== null && DELETE_DATA_SWITCH in context;
  return deleteData && everywhere && context[DELETE_DATA_SWITCH] === true;
}
