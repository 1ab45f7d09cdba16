# reachable where a server answers, whatever it answers. A time-out is neither, nor is a failure of TLS: unknown.
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
    # Windows PowerShell may ask for TLS 1.0 alone. 0 leaves the choice to Windows; 3072 is TLS 1.2.
    if ($ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage') {
        $protocols = [int][Net.ServicePointManager]::SecurityProtocol
        if ($protocols -ne 0) { [Net.ServicePointManager]::SecurityProtocol = $protocols -bor 3072 }
    }
    # The sensor goes out without its proxy where that cannot be reached. Names of an enumeration, not text.
    $answer = Get-UrlAnswer $request
    if ($proxy -and $answer -match '^(ProxyNameResolution|NameResolution|Connect)Failure$') {
        $request.Remove('Proxy')
        $answer = Get-UrlAnswer $request
    }
    switch -Regex ($answer) {
        '^$' { 'reachable' }
        '^(ProxyNameResolution|NameResolution|Connect)Failure$' { 'unreachable' }
        '^(SecureChannel|Trust)Failure$' { throw $answer }
        default { throw 'OperationTimeout' }
    }
}
