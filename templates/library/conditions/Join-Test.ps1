# Kleene logic: 'all' is decided by a false term and 'any' by a true one, otherwise by an unknown one.
# The texts are those of the terms that decided.
function Join-Test {
    param([bool]$Decisive, [object[]]$Tests)
    foreach ($truth in @($Decisive, $null, (-not $Decisive))) {
        $deciding = @($Tests | Where-Object { $truth -eq $_.Truth })
        if ($deciding.Count -eq 0) { continue }
        return @{ Truth = $truth; Text = $deciding.Text -join '; '; Denial = $deciding.Denial -join '; ' }
    }
}
