# installed, or nothing where Windows does not list the update.
function Get-HotfixState {
    param([string]$Id)
    Get-Once "hotfix $Id" {
        $query = @{ ClassName = 'Win32_QuickFixEngineering'; Filter = "HotFixID = '$Id'"; Property = 'HotFixID' }
        if (Get-CimInstance @query -ErrorAction Stop) { 'installed' }
    }
}
