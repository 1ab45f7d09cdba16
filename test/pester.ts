import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../src/engine/find-engine.ts";
import { findPrograms } from "../src/engine/find-programs.ts";
import { causeOf, runDotnet } from "../src/engine/run-dotnet.ts";
import { powerShell } from "./power-shell.ts";

const version = "6.2.0";

// To download a package and build nothing.
const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net$(BundledNETCoreAppTargetFrameworkVersion)</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Pester" Version="[${version}]" />
  </ItemGroup>
</Project>
`;

/** The path of Pester's manifest, for Import-Module, restored from NuGet where it is not there yet; or why there is none. */
export function findPester(): { readonly module: string } | { readonly reason: string } {
  if (powerShell === undefined) return { reason: "there is no PowerShell" };
  const folder = join(packageRoot(), "node_modules", ".cache", "mderules", "pester");
  const module = join(folder, "packages", "pester", version, "tools", "Pester.psd1");
  // NuGet writes this file last.
  const isWhole = (): boolean => existsSync(join(folder, "packages", "pester", version, ".nupkg.metadata"));
  if (isWhole()) return { module };
  const dotnet = findPrograms("dotnet", process.env)[0];
  if (dotnet === undefined) return { reason: "there is no .NET SDK (dotnet) to restore Pester with" };
  // Each process has a project of its own: what MSBuild writes beside it is not made for two at once.
  const own = join(folder, String(process.pid));
  mkdirSync(own, { recursive: true });
  const file = join(own, "pester.csproj");
  writeFileSync(file, project);
  const restore = ["restore", file, "--packages", join(folder, "packages")];
  const restored = runDotnet(dotnet, restore, { folder: own, environment: process.env });
  rmSync(own, { recursive: true, force: true });
  return isWhole()
    ? { module }
    : { reason: `dotnet cannot restore Pester ${version} (${causeOf(restored)})` };
}
