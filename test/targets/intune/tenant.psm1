# A tenant in memory behind the two commands of Microsoft.Graph.Authentication that the import uses. It knows the
# requests that Microsoft documents and refuses everything else. PowerShell of the tests, not of the product.

$global:Tenant = $null
$writable = '@odata.type', 'displayName', 'description', 'publisher', 'runAsAccount', 'runAs32Bit', 'enforceSignatureCheck',
'roleScopeTagIds', 'detectionScriptContent', 'remediationScriptContent'
$required = 'displayName', 'publisher', 'runAsAccount', 'detectionScriptContent'
$pageSize = 2

function New-Tenant {
    $global:Tenant = @{ Connected = $true; Scripts = [ordered]@{}; Assignments = @{}; Groups = @(); Refuses = ''; Requests = [System.Collections.Generic.List[string]]::new(); Next = 1; Filters = @(); Busy = 0; Waits = [System.Collections.Generic.List[int]]::new(); ComplianceScripts = [ordered]@{}; Policies = [ordered]@{} }
}

function Get-MgContext {
    [CmdletBinding()]
    param()
    if ($global:Tenant.Connected) { [pscustomobject]@{ Account = 'admin@contoso.com'; Scopes = @('DeviceManagementScripts.ReadWrite.All') } }
}

function Invoke-MgGraphRequest {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [ValidateSet('GET', 'POST', 'PUT', 'PATCH', 'DELETE')] [string]$Method = 'GET',
        [Parameter(Mandatory)] [uri]$Uri,
        [object]$Body,
        [System.Collections.IDictionary]$Headers,
        [string]$ContentType,
        [switch]$SkipHttpErrorCheck,
        [string]$StatusCodeVariable,
        [ValidateSet('HashTable', 'PSObject', 'HttpResponseMessage', 'Json')] [string]$OutputType = 'HashTable'
    )
    $path = ([uri]::new([uri]'https://graph.microsoft.com/', $Uri)).PathAndQuery
    $global:Tenant.Requests.Add("$Method $path")
    if ($global:Tenant.Busy -gt 0 -and $Method -ne 'GET') { $global:Tenant.Busy--; Deny -Code 'TooManyRequests' -Text 'Too many requests.' -Status '429 Too Many Requests' -Head 'Retry-After: 17' }
    if ($global:Tenant.Refuses -and "$Method $path" -match $global:Tenant.Refuses) { Deny -Code 'Forbidden' -Text 'Application is not authorized to perform this operation.' }
    $answer = Get-Answer -Method $Method -Path $path -Sent $(if ($Body -is [string]) { $Body | ConvertFrom-Json } elseif ($null -ne $Body) { throw 'a body is JSON' }) -ContentType $ContentType
    $json = ConvertTo-Json -InputObject $answer -Depth 10
    switch ($OutputType) {
        'PSObject' { $json | ConvertFrom-Json }
        'Json' { $json }
        'HashTable' { $json | ConvertFrom-Json -AsHashtable }
        default { throw "no stand-in for -OutputType $OutputType" }
    }
}

# As the service and the module wrap a message: a head, JSON in it, and JSON in that.
function Deny {
    param([string]$Code, [string]$Text, [string]$Status = '403 Forbidden', [string]$Head = 'Cache-Control: no-cache')
    $inner = ConvertTo-Json -InputObject @{ _version = 3; Message = $Text }
    $outer = ConvertTo-Json -InputObject @{ error = @{ code = $Code; message = $inner } }
    $record = [System.Management.Automation.ErrorRecord]::new([System.Net.Http.HttpRequestException]::new('Response status code does not indicate success: Forbidden (Forbidden).'), 'InvokeGraphHttpResponseException', 'InvalidOperation', $null)
    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new("POST https://graph.microsoft.com/beta HTTP/2.0 $Status`r`n$Head`r`nx-ms-ags-diagnostic: {`"ServerInfo`":{`"DataCenter`":`"West Europe`"}}`r`n`r`n$outer")
    throw $record
}

function Get-Page {
    param([object[]]$All, [string]$Path)
    $skip = if ($Path -match '[?&]\$skiptoken=(\d+)') { [int]$Matches[1] } else { 0 }
    $page = [ordered]@{ value = @($All | Select-Object -Skip $skip -First $pageSize) }
    if ($All.Count -gt $skip + $pageSize) {
        $page.'@odata.nextLink' = 'https://graph.microsoft.com' + ($Path -replace '[?&]\$skiptoken=\d+') + $(if ($Path -match '\?(?!\$skiptoken)') { '&' } else { '?' }) + "`$skiptoken=$($skip + $pageSize)"
    }
    $page
}

function Get-Answer {
    param([string]$Method, [string]$Path, $Sent, [string]$ContentType)
    if ($Method -in 'POST', 'PATCH' -and $ContentType -ne 'application/json') { Deny -Code 'UnsupportedMediaType' -Text 'application/json is needed' }
    $scripts = $global:Tenant.Scripts
    switch -Regex ("$Method $Path") {
        '^GET /v1\.0/groups\?\$filter=(.+?)&\$select=id,displayName$' {
            $filter = [uri]::UnescapeDataString($Matches[1])
            if ($filter -notmatch "^displayName eq '((?:[^']|'')*)'$") { Deny -Code 'BadRequest' -Text "Invalid filter clause $filter" }
            $called = $Matches[1] -replace "''", "'"
            return Get-Page -All @($global:Tenant.Groups | Where-Object { $_.displayName -eq $called }) -Path $Path
        }
        '^GET /beta/deviceManagement/deviceHealthScripts(\?\$skiptoken=\d+)?$' {
            # Content is not in lists.
            $all = @($scripts.Values | ForEach-Object { $entry = [ordered]@{} + $_; $entry.detectionScriptContent = $null; $entry.remediationScriptContent = $null; $entry })
            return Get-Page -All $all -Path $Path
        }
        '^GET /beta/deviceManagement/deviceHealthScripts/([0-9a-f-]+)$' { return $scripts[(Confirm-Id $Matches[1])] }
        '^GET /beta/deviceManagement/deviceHealthScripts/([0-9a-f-]+)/assignments(\?\$skiptoken=\d+)?$' { return Get-Page -All @($global:Tenant.Assignments[(Confirm-Id $Matches[1])]) -Path $Path }
        '^POST /beta/deviceManagement/deviceHealthScripts$' {
            Confirm-Body -Sent $Sent -Required $required
            $id = '{0:x8}-0000-4000-8000-000000000000' -f $global:Tenant.Next++
            $entry = [ordered]@{ id = $id; version = '1'; isGlobalScript = $false; createdDateTime = '2026-01-01T00:00:00Z'; remediationScriptContent = '' }
            foreach ($property in $Sent.PSObject.Properties) { $entry[$property.Name] = $property.Value }
            $scripts[$id] = $entry
            $global:Tenant.Assignments[$id] = @()
            return $entry
        }
        '^PATCH /beta/deviceManagement/deviceHealthScripts/([0-9a-f-]+)$' {
            $id = Confirm-Id $Matches[1]
            Confirm-Body -Sent $Sent
            foreach ($property in $Sent.PSObject.Properties) { $scripts[$id][$property.Name] = $property.Value }
            return $scripts[$id]
        }
        '^POST /beta/deviceManagement/deviceHealthScripts/([0-9a-f-]+)/assign$' {
            $id = Confirm-Id $Matches[1]
            if ((@($Sent.PSObject.Properties.Name) -join ' ') -ne 'deviceHealthScriptAssignments') { Deny -Code 'BadRequest' -Text 'deviceHealthScriptAssignments is needed' }
            $global:Tenant.Assignments[$id] = @($Sent.deviceHealthScriptAssignments | ForEach-Object { Confirm-Assignment $_; $_ | Add-Member -NotePropertyName id -NotePropertyValue "$id-$($_.target.groupId)" -PassThru -Force })
            return
        }
        '^GET /beta/deviceManagement/assignmentFilters(\?\$skiptoken=\d+)?$' { return Get-Page -All $global:Tenant.Filters -Path $Path }
        '^(GET|POST) /beta/deviceManagement/(deviceComplianceScripts|deviceCompliancePolicies)(\?\$skiptoken=\d+)?$' {
            $place = $global:Tenant[@{ deviceComplianceScripts = 'ComplianceScripts'; deviceCompliancePolicies = 'Policies' }[$Matches[2]]]
            if ($Matches[1] -eq 'GET') { return Get-Page -All @($place.Values) -Path $Path }
            if ($Matches[2] -eq 'deviceCompliancePolicies') {
                if ($Sent.'@odata.type' -ne '#microsoft.graph.windows10CompliancePolicy') { Deny -Code 'BadRequest' -Text 'wrong type' }
                if ($Sent.scheduledActionsForRule[0].scheduledActionConfigurations[0].actionType -ne 'block') { Deny -Code 'BadRequest' -Text 'a policy needs a block action' }
                if (-not $global:Tenant.ComplianceScripts.Contains($Sent.deviceCompliancePolicyScript.deviceComplianceScriptId)) { Deny -Code 'BadRequest' -Text 'no such script' }
            } else { $null = [Convert]::FromBase64String($Sent.detectionScriptContent) }
            $id = '{0:x8}-0000-4000-8000-000000000000' -f $global:Tenant.Next++
            $entry = [ordered]@{ id = $id }
            foreach ($property in $Sent.PSObject.Properties) { $entry[$property.Name] = $property.Value }
            $place[$id] = $entry
            return $entry
        }
        '^(GET|PATCH) /beta/deviceManagement/(deviceComplianceScripts|deviceCompliancePolicies)/([0-9a-f-]+)$' {
            $place = $global:Tenant[@{ deviceComplianceScripts = 'ComplianceScripts'; deviceCompliancePolicies = 'Policies' }[$Matches[2]]]
            if (-not $place.Contains($Matches[3])) { Deny -Code 'NotFound' -Text "Resource not found: $Path" }
            $entry = $place[$Matches[3]]
            if ($Matches[1] -eq 'PATCH') { foreach ($property in $Sent.PSObject.Properties) { $entry[$property.Name] = $property.Value } }
            return $entry
        }
        default { Deny -Code 'NotFound' -Text "Resource not found: $Method $Path" }
    }
}

function Confirm-Id {
    param([string]$Id)
    if (-not $global:Tenant.Scripts.Contains($Id)) { Deny -Code 'NotFound' -Text "Resource not found: $Id" }
    $Id
}

function Confirm-Body {
    param($Sent, [string[]]$Required = @())
    foreach ($name in $Sent.PSObject.Properties.Name) { if ($writable -cnotcontains $name) { Deny -Code 'BadRequest' -Text "The property '$name' cannot be set" } }
    foreach ($name in $Required) { if (-not $Sent.$name) { Deny -Code 'BadRequest' -Text "The property '$name' is needed" } }
    if ($Sent.'@odata.type' -ne '#microsoft.graph.deviceHealthScript') { Deny -Code 'BadRequest' -Text 'wrong type' }
    foreach ($name in 'detectionScriptContent', 'remediationScriptContent') { $null = [Convert]::FromBase64String("$($Sent.$name)") }
}

function Confirm-Assignment {
    param($Assignment)
    $names = @($Assignment.PSObject.Properties.Name | Sort-Object) -join ' '
    if ($names -ne 'runRemediationScript runSchedule target') { Deny -Code 'BadRequest' -Text "an assignment has $names" }
    if ($global:Tenant.Groups.id -notcontains $Assignment.target.groupId) { Deny -Code 'BadRequest' -Text 'no such group' }
    $plan = $Assignment.runSchedule
    # In the same order in every language.
    $properties = [string[]]@($plan.PSObject.Properties.Name)
    [array]::Sort($properties, [StringComparer]::Ordinal)
    $has = $properties -join ' '
    $needs = switch ($plan.'@odata.type') {
        '#microsoft.graph.deviceHealthScriptDailySchedule' { '@odata.type interval time useUtc' }
        '#microsoft.graph.deviceHealthScriptHourlySchedule' { '@odata.type interval' }
        '#microsoft.graph.deviceHealthScriptRunOnceSchedule' { '@odata.type date interval time useUtc' }
    }
    if ($has -ne $needs) { Deny -Code 'BadRequest' -Text "a schedule has $has" }
    # The service shows fractions of seconds.
    if ($plan.time -match '^\d\d:\d\d:\d\d$') { $plan.time = "$($plan.time).0000000" }
}

# Nobody waits in tests.
function Start-Sleep {
    param([int]$Seconds)
    $global:Tenant.Waits.Add($Seconds)
}

Export-ModuleMember -Function 'Start-Sleep', 'Invoke-MgGraphRequest', 'Get-MgContext', 'New-Tenant'
