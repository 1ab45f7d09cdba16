import { kustoString } from "../../encode/kusto.ts";
import { linePattern, lineStatuses, partPattern } from "../../model/line.ts";
import type { FileRole } from "../target.ts";
import { render } from "../templates.ts";

/** The table that a site fills with the lines that devices print, and its columns by type. */
export const linesTable = "MderulesLines_CL";
export const linesColumns = [
  ["TimeGenerated", "datetime"],
  ["Device", "string"],
  ["Line", "string"],
] as const;

interface ReportFile {
  readonly path: string;
  readonly role: FileRole;
  readonly content: string;
}

/**
 * The report for fleets that outgrow one machine: the table of a Log Analytics workspace, the data collection rule
 * through which lines come into it, and the query that counts them as `mderules report` does.
 */
export function linesReport(): ReportFile[] {
  return [
    { path: "Report.kql", role: "query", content: linesQuery() },
    { path: "table.json", role: "package", content: json(tableSchema()) },
    { path: "data-collection-rule.json", role: "package", content: json(collectionRule()) },
  ];
}

/** A row a rule: on how many devices the newest line has each status, and on how many it was found after a repair. */
export function linesQuery(): string {
  return render("fleet/lines-report", {
    table: linesTable,
    line: kustoString(linePattern),
    part: kustoString(partPattern),
    statuses: lineStatuses.map((status) => ({
      name: kustoString(status),
      column: columnName(status),
    })),
  });
}

/** `RESTART-NEEDED` as the name of a column: `RestartNeeded`. */
export function columnName(status: string): string {
  return status.toLowerCase().replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const columns = linesColumns.map(([name, type]) => ({ name, type }));

/** The body of a request that makes the table (Microsoft.OperationalInsights/workspaces/tables, Tables - Create Or Update). */
function tableSchema(): object {
  return {
    properties: {
      schema: {
        name: linesTable,
        description: "The lines that scripts of mderules print on devices.",
        columns,
      },
    },
  };
}

/**
 * A template for Azure Resource Manager. A rule of the kind Direct has an address of its own, to which the logs
 * ingestion API sends lists of objects with these columns (learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview).
 */
function collectionRule(): object {
  const stream = "Custom-MderulesLines";
  const text = (description: string, more: object = {}): object => ({
    type: "string",
    metadata: { description },
    ...more,
  });
  return {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    parameters: {
      workspaceResourceId: text(`The id of the workspace that holds the table ${linesTable}.`),
      location: text("The region of the workspace.", { defaultValue: "[resourceGroup().location]" }),
      name: text("What the rule is called.", { defaultValue: "mderules-lines" }),
    },
    resources: [
      {
        type: "Microsoft.Insights/dataCollectionRules",
        apiVersion: "2023-03-11",
        name: "[parameters('name')]",
        location: "[parameters('location')]",
        kind: "Direct",
        properties: {
          streamDeclarations: { [stream]: { columns } },
          destinations: {
            logAnalytics: [{ workspaceResourceId: "[parameters('workspaceResourceId')]", name: "workspace" }],
          },
          dataFlows: [
            {
              streams: [stream],
              destinations: ["workspace"],
              transformKql: "source | where Line contains 'mderules'",
              outputStream: `Custom-${linesTable}`,
            },
          ],
        },
      },
    ],
    outputs: {
      immutableId: { type: "string", value: "[reference(parameters('name')).immutableId]" },
      endpoint: { type: "string", value: "[reference(parameters('name')).endpoints.logsIngestion]" },
    },
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
