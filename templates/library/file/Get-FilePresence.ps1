# Whether a file is there.
function Get-FilePresence {
    param([string]$Path)
    if ($null -ne (Get-FileItem $Path)) { 'present' }
}
