# running, or nothing where no such process is.
function Get-ProcessState {
    param([string]$Name)
    Get-Once "process $Name" {
        try {
            $null = Get-Process -Name ($Name -replace '\.exe$') -ErrorAction Stop
            'running'
        } catch {
            if ($_.FullyQualifiedErrorId -notlike 'NoProcessFoundForGivenName*') { throw }
        }
    }
}
