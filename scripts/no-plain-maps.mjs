// A rule of ESLint. A plain object that is asked by a name which somebody wrote answers for `constructor` and `toString`, which every
// object has, and loses what is put under `__proto__`. A Map does neither; for dictionaries of a device there is
// src/simulate/dictionary.ts.
import { IndexKind, TypeFlags } from "typescript";

export const noPlainMaps = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      plain:
        "A plain object answers for `constructor`, which every object has: use a Map (src/text/table.ts), or entryOf and setEntry (src/simulate/dictionary.ts).",
    },
  },
  create(context) {
    const { program, getTypeAtLocation } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const isMap = (node) => {
      const type = checker.getNonNullableType(getTypeAtLocation(node));
      return checker.getIndexInfoOfType(type, IndexKind.String) !== undefined;
    };
    /** Any text at all, rather than one of some words that the code lists. */
    const isAnyText = (node) => (getTypeAtLocation(node).flags & TypeFlags.String) !== 0;
    return {
      MemberExpression(node) {
        // Deleting what is not there does nothing, whatever every object has.
        const deletes = node.parent.type === "UnaryExpression" && node.parent.operator === "delete";
        if (node.computed && !deletes && isAnyText(node.property) && isMap(node.object))
          context.report({ node, messageId: "plain" });
      },
      "BinaryExpression[operator='in']"(node) {
        if (isAnyText(node.left)) context.report({ node, messageId: "plain" });
      },
    };
  },
};
