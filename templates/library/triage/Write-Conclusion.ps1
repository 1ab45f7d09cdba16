# For people at the console. The table comes from the objects themselves, of which others see every property.
function Write-Conclusion {
    param([object[]]$Results, $First)
    foreach ($sentence in @(Get-Conclusion -Results $Results -First $First)) {
        Write-Information -MessageData $sentence -InformationAction Continue
    }
}
