# reachable where a server answers, whatever it answers. A time-out is neither: it is unknown.
function Get-UrlState {
    param([string]$Url)
    $request = @{ Uri = $Url; UseBasicParsing = $true; TimeoutSec = 15; MaximumRedirection = 0 }
    $policy = 'HKLM\SOFTWARE\Policies\Microsoft\Windows\DataCollection'
    $proxy = Get-RegistryData -Key $policy -Name 'TelemetryProxyServer'
    if ($proxy) {
        $address = '^(\[[0-9a-fA-F:]+\]|[a-zA-Z0-9._-]+)(:[0-9]+)?\z'
        if ("$proxy" -notmatch $address) { throw 'TelemetryProxyServer is no address' }
        $request.Proxy = "http://$proxy"
    }
    Get-Once "url $Url" {
        try {
            $null = Invoke-WebRequest @request -ErrorAction Stop
            'reachable'
        } catch {
            # An answer that leads elsewhere is an error without a response.
            $isAnswer = $null -ne $_.Exception.Response -or $_.FullyQualifiedErrorId -match '^MaximumRedirectExceeded'
            if ($isAnswer) { return 'reachable' }
            # Names of an enumeration, not text: NameResolutionFailure, ConnectFailure, ProxyNameResolutionFailure ...
            $none = '^(NameResolution|ProxyNameResolution|Connect)Failure$'
            if ("$($_.Exception.Status)" -match $none) { return 'unreachable' }
            throw 'OperationTimeout'
        }
    }
}
