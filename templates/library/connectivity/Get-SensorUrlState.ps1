# The same of the address that the onboarding data names for the sensor; nothing where there is no such data.
function Get-SensorUrlState {
    $policy = 'HKLM\SOFTWARE\Policies\Microsoft\Windows Advanced Threat Protection'
    $data = Get-RegistryData -Key $policy -Name 'OnboardingInfo'
    if ("$data" -notmatch '\\?"geoLocationUrl\\?"\s*:\s*\\?"(https://[a-z0-9.-]+)') { return }
    Get-UrlState -Url "$($Matches[1])/"
}
