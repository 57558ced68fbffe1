export function answering(functions: Record<string, (facts: never) => unknown>): void;
