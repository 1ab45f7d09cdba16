# Which properties the console shows, in a table.
function Register-Table {
    $shown = 'Status', 'Severity', 'Rule', 'Finding'
    try {
        Update-TypeData -TypeName 'Mderules.Result' -DefaultDisplayPropertySet $shown -Force -WhatIf:$false
    } catch {
        Write-Verbose -Message 'application control keeps the console to lists'
    }
}
