# Why a request has no answer, as a WebExceptionStatus; empty where there is one.
function Get-UrlAnswer {
    param([hashtable]$Request)
    Get-Once "answer of $($Request.Uri) $($Request.Proxy)" {
        try {
            $null = Invoke-WebRequest @Request -ErrorAction Stop
            ''
        } catch {
            # An answer that leads elsewhere is an error without a response.
            $isElsewhere = $_.FullyQualifiedErrorId -match '^MaximumRedirectExceeded'
            if ($null -ne $_.Exception.Response -or $isElsewhere) { return '' }
            $status = "$($_.Exception.Status)"
            if ($status) { $status } else { 'Timeout' }
        }
    }
}
