# The version as four numbers; nothing where the file or its version is missing.
function Get-FileVersion {
    param([string]$Path)
    $item = Get-FileItem $Path
    if ($null -eq $item) { return }
    $version = $item.VersionInfo
    if (-not $version.FileVersion) { return }
    $numbers = $version.FileMajorPart, $version.FileMinorPart, $version.FileBuildPart, $version.FilePrivatePart
    $numbers -join '.'
}
