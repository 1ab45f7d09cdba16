# A file; nothing where it is missing.
function Get-FileItem {
    param([string]$Path)
    Get-Once "file $Path" {
        try {
            Get-Item -LiteralPath $Path -Force -ErrorAction Stop
        } catch {
            if ($_.CategoryInfo.Category -ne 'ObjectNotFound') { throw }
        }
    }
}
