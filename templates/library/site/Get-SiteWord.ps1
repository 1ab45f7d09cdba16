# What the site's configuration said when this script was made.
function Get-SiteWord {
    param([string]$Word)
    $Word
}
