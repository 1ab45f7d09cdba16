/** An error code as consoles show it: a small number as it is, an HRESULT in both its forms. */
export function errorText(code: number): string {
  if (code >= 0 && code <= 0xffff) return String(code);
  return `0x${(code >>> 0).toString(16).toUpperCase().padStart(8, "0")} (${code})`;
}
