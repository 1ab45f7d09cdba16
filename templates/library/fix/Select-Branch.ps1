# Does the first branch whose condition holds; where a condition is unknown, none of them and none after it.
function Select-Branch {
    param([hashtable[]]$Branches)
    foreach ($branch in $Branches) {
        $test = if ($branch.When) { & $branch.When } else { @{ Truth = $true } }
        if ($null -eq $test.Truth) { throw "cannot choose the fix: $($test.Text)" }
        if ($test.Truth) { return & $branch.Then }
    }
}
