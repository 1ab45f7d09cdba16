# Only an elevated account may open the profile of the Local Service account (S-1-5-19).
function Get-Elevation {
    Get-Once 'elevation' {
        try {
            $null = Get-Item -LiteralPath 'Registry::HKEY_USERS\S-1-5-19\Environment' -ErrorAction Stop
            'yes'
        } catch {
            if ($_.CategoryInfo.Category -ne 'PermissionDenied') { throw }
            'no'
        }
    }
}
