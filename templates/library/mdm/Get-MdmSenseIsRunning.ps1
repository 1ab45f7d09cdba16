# Whether management sees the sensor run.
function Get-MdmSenseIsRunning {
    $running = Get-MdmHealth -Property 'SenseIsRunning'
    if ($null -eq $running) { return }
    if ($running) { 'yes' } else { 'no' }
}
