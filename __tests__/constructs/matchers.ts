import { Testing } from "../../constructs/cdktf";

Testing.setupJest();

/** A class of a provider's bindings. */
interface Binding {
  readonly tfResourceType: string;
}

declare global {
  namespace jest {
    interface Matchers<R, T> {
      toHaveResource(binding: Binding): R;
      toHaveResourceWithProperties(binding: Binding, properties: Record<string, unknown>): R;
      toHaveDataSource(binding: Binding): R;
      toHaveDataSourceWithProperties(binding: Binding, properties: Record<string, unknown>): R;
      toHaveProviderWithProperties(binding: Binding, properties: Record<string, unknown>): R;
    }
  }
}
