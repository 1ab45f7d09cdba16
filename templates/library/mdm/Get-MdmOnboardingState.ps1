# The onboarding state that management sees.
function Get-MdmOnboardingState {
    $state = Get-MdmHealth -Property 'OnboardingState'
    if ($null -ne $state) { [int]$state }
}
