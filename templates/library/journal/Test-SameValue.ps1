# Whether two values are the same: a number is not the text of it.
function Test-SameValue {
    param($One, $Other)
    if ($null -eq $One -or $null -eq $Other) { return $null -eq $One -and $null -eq $Other }
    ($One -is [string]) -eq ($Other -is [string]) -and $One -ceq $Other
}
