import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../../src/compile.ts";
import { appliesToClients } from "../../../src/targets/intune/applies-to-clients.ts";

function applies(condition: string): boolean {
  const text = `document d\n\nrule r {\n  title "T"\n  covers u\n  severity error\n  ${condition}\n  check service X state is running\n}\n`;
  const ledgers = [{ document: "d", units: [{ unit: "u" }] }];
  const { value, diagnostics } = compile({ sources: [{ path: "a.mderule", text }], ledgers });
  assert.equal(
    diagnostics.map(({ span }) => text.slice(span.start, span.end)),
    [],
  );
  return appliesToClients(value.rules[0]!);
}

const cases: Readonly<Record<string, boolean>> = {
  "": true,
  "applies when windows product is client": true,
  "applies when windows product is server": true, // a client for several users
  "applies when windows product is domain-controller": false,
  "applies when windows product is server and windows edition is ServerStandard": false,
  "applies when windows product is not client and windows edition is not ServerRdsh": false,
  "applies when windows product is one of (server, domain-controller) and windows build <= 14393": false,
  "applies when windows product is one of (server, domain-controller) and windows build < 17763": false,
  "applies when windows product is one of (server, domain-controller) and windows build <= 17763": true,
  "applies when windows product is one of (server, domain-controller) and not windows build >= 17763": false,
  "applies when windows product is server and windows build is 14393": false,
  "applies when windows product is server or service X state is running": true,
  "applies when windows product is domain-controller and service X state is running": false,
  "applies when windows product is domain-controller or windows build <= 14393": true,
  "applies when windows edition is one of (ServerStandard, ServerDatacenter)": false,
  "applies when windows edition is one of (ServerStandard, Enterprise)": true,
  "applies when windows product is missing": false,
};

for (const [condition, expected] of Object.entries(cases)) {
  test(`${expected ? "reaches clients" : "never reaches a client"}: ${condition || "without a condition"}`, () => {
    assert.is(applies(condition), expected);
  });
}

test.run();
