# Runs PowerShell of the rule's author, which nothing simulates and nothing undoes.
function Invoke-AuthorStep {
    param([scriptblock]$Step)
    if ($WhatIfPreference) { return @{ Would = 'run PowerShell of the rule' } }
    $null = & $Step
    Clear-Known
    @{ Did = 'ran PowerShell of the rule' }
}
