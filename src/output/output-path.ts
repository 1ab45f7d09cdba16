const reservedOnWindows = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;
const forbiddenCharacters = /[<>:"|?*\\\u0000-\u001f]/;

/**
 * Why a path cannot be a file of the output, or undefined where it can: relative, forward slashes, below the output
 * folder, and a name that Windows takes.
 */
export function outputPathProblem(path: string): string | undefined {
  if (path === "") return "is empty";
  if (forbiddenCharacters.test(path)) return "holds a character that a Windows file name cannot hold";
  for (const segment of path.split("/")) {
    if (segment === "") return "is absolute or holds an empty name";
    if (segment === "." || segment === "..") return "leads out of the output folder";
    if (/[. ]$/.test(segment)) return "holds a name that ends in a dot or a space";
    if (reservedOnWindows.test(segment)) return "holds the name of a Windows device";
  }
  return undefined;
}
