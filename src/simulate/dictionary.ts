/**
 * The entry of a dictionary of a device, by a key that a rule or a device chose: `constructor` and `__proto__` are names like any
 * other, and not what every object has.
 */
export function entryOf<Value>(dictionary: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(dictionary, key) ? dictionary[key] : undefined;
}

export function setEntry<Value>(dictionary: Record<string, Value>, key: string, value: Value): void {
  Object.defineProperty(dictionary, key, { value, enumerable: true, configurable: true, writable: true });
}
