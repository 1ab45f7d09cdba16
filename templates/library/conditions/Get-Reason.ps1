# Why something failed, whatever the display language: what this script threw, or the category or id of the error.
function Get-Reason {
    param($Failure)
    $category = "$($Failure.CategoryInfo.Category)"
    if ($category -eq 'OperationStopped') { return $Failure.FullyQualifiedErrorId }
    if ($category -eq 'NotSpecified') { return ($Failure.FullyQualifiedErrorId -split ',')[0] }
    $category
}
