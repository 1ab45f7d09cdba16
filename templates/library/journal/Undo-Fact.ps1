# Puts back one fact from the journal and then forgets the entry. What no longer is as the fix left it stays, unless
# -Force insists. With -WhatIf it only says what it would do. ReadLeft reads what else the fix left, Tidy removes what
# it made. After is what the rule sets, for entries of mderules 0.1.0; such an entry may be Shared with another fact.
function Undo-Fact {
    param(
        $Name, $Key, [switch]$Shared, [object[]]$After,
        [scriptblock]$Read, [scriptblock]$ReadLeft, [scriptblock]$Restore, [scriptblock]$Tidy
    )
    foreach ($place in @("$Key"; if (-not $Shared) { "$Name" })) {
        Clear-Known
        try {
            $entry = Get-JournalEntry $place
            if ($null -eq $entry) { continue }
            if (-not $entry.Sound) { throw 'its journal entry does not say what was before' }
            $before = $entry.Before
            $made = $entry.Made
            $left = if ($entry.IsFirst) { $After } else { , $entry.After }
            $found = & $Read
            $isPutBack = -not (Test-SameValue -One $found -Other $entry.Was)
            if ($isPutBack) {
                $now = if ($ReadLeft) { & $ReadLeft } else { $found }
                $isLeft = @($left | Where-Object { Test-SameValue -One $_ -Other $now }).Count -gt 0
                if (-not $isLeft -and -not $script:force) {
                    # There a variable in a text cannot be told from what it stands for.
                    $isFull = $ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage'
                    if (-not $isFull -and @($left -like '*%*%*').Count -gt 0) { throw 'needs FullLanguage' }
                    $shown = @($left | ForEach-Object { Format-Value $_ }) -join ' or '
                    @{ Entry = $place; Left = "left $Name, which is $(Format-Value $now) and no longer $shown" }
                    continue
                }
                if ($WhatIfPreference) {
                    @{ Entry = $place; Did = "would put back $Name, now $(Format-Value $now)" }
                    continue
                }
                $null = & $Restore
                Clear-Known
            }
            if (-not $WhatIfPreference) {
                if ($Tidy) { $null = & $Tidy }
                $journal = "Registry::HKLM\SOFTWARE\mderules\$($script:current.Id)\Journal"
                Remove-ItemProperty -LiteralPath $journal -Name $place -ErrorAction Stop
                Clear-Known
            }
            $did = if ($isPutBack) { "put back $Name to $(Format-Value (& $Read))" }
            @{ Entry = $place; Did = $did }
        } catch {
            @{ Entry = $place; Failed = "could not put back $Name ($(Get-Reason $_))" }
        }
    }
}
