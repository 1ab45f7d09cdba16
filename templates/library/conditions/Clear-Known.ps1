# Something was written, or time went by: from now on everything is read again.
function Clear-Known {
    $script:known = @{}
}
