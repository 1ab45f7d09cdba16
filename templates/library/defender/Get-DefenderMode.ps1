# The mode in which Microsoft Defender Antivirus runs.
function Get-DefenderMode {
    $mode = Get-DefenderStatus -Property 'AMRunningMode'
    switch ($mode) {
        'Normal' { 'normal' }
        'Passive Mode' { 'passive' }
        'SxS Passive Mode' { 'sxs-passive' }
        'EDR Block Mode' { 'edr-block' }
        'Not running' { 'not-running' }
        default { $mode }
    }
}
