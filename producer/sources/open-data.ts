import { AddressFiles } from "./address-files";
import { FolderFiles } from "./folder-files";
import { LayoutSource, type LayoutSourceOptions } from "./layout-source";

/**
 * Real matches in StatsBomb's open-data layout.
 *
 * @param place a folder or the address of a copy; without one StatsBomb's public address is read
 */
export function openDataSource(place: string | undefined, options: LayoutSourceOptions): LayoutSource {
  const isFolder = place !== undefined && !isAddress(place);
  const files = isFolder ? new FolderFiles(place) : new AddressFiles(place?.replace(/\/+$/, ""));
  return new LayoutSource("open-data", files, options);
}

/** Whether a place is an address rather than a folder. */
export function isAddress(place: string): boolean {
  return /^https?:\/\//.test(place);
}
