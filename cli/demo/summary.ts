export const summaryLines = (...a: unknown[]): string[] => [];
export const modelLines = (...a: unknown[]): string[] => [];
