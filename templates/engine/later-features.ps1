# What a script uses that Windows PowerShell 5.1 does not have or takes otherwise, and a later PowerShell would let pass.

# Parameters of the cmdlets that scripts share with later versions; stand-ins bring the parameters of 5.1 with them.
$laterParameters = @{
    'ConvertFrom-Json' = 'AsHashtable', 'DateKind', 'Depth', 'NoEnumerate'
    'ConvertTo-Csv'    = 'IncludeTypeInformation', 'NoHeader', 'QuoteFields', 'UseQuotes'
    'ConvertTo-Json'   = 'AsArray', 'EnumsAsStrings', 'EscapeHandling'
    'ForEach-Object'   = 'AsJob', 'Parallel', 'ThrottleLimit', 'TimeoutSeconds', 'UseNewRunspace'
    'Format-Table'     = , 'RepeatHeader'
    'Get-ChildItem'    = , 'FollowSymlink'
    'Get-Command'      = 'FuzzyMinimumDistance', 'UseAbbreviationExpansion', 'UseFuzzyMatching'
    'Get-Unique'       = , 'CaseInsensitive'
    'Join-Path'        = 'AdditionalChildPath', 'Extension'
    'Measure-Object'   = 'AllStats', 'StandardDeviation'
    'Out-String'       = , 'NoNewline'
    'Select-Object'    = 'CaseInsensitive', 'SkipIndex'
    'Select-String'    = 'Culture', 'NoEmphasis', 'Raw'
    'Sort-Object'      = 'Bottom', 'Stable', 'Top'
    'Split-Path'       = 'Extension', 'LeafBase'
    'Where-Object'     = , 'Not'
}

$laterSyntax = @{
    PipelineChainAst     = '&& and ||'
    TernaryExpressionAst = 'the operator ? :'
}

$found = @{}

# Each finding as a text; a file is looked at once.
function Find-LaterFeature {
    param([string] $Path)

    if ($found.ContainsKey($Path)) { return $found[$Path] }
    $found[$Path] = @(
        if ([System.IO.File]::ReadAllBytes($Path) -gt 127) { 'a character that is not ASCII, which 5.1 reads in the code page of the device' }
        $tokens = $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref] $tokens, [ref] $errors)
        foreach ($node in $tree.FindAll({ $true }, $true)) { Find-LaterNode -Node $node }
    )
    $found[$Path]
}

function Find-LaterNode {
    param($Node)

    $type = $Node.GetType().Name
    $line = $Node.Extent.StartLineNumber
    if ($laterSyntax.ContainsKey($type)) { "$($laterSyntax[$type]) in line $line" }
    elseif ($type -eq 'BinaryExpressionAst' -and "$($Node.Operator)" -like 'QuestionQuestion*') { "the operator ?? in line $line" }
    elseif ($type -eq 'AssignmentStatementAst' -and "$($Node.Operator)" -like 'QuestionQuestion*') { "the operator ??= in line $line" }
    elseif ($type -in 'MemberExpressionAst', 'InvokeMemberExpressionAst', 'IndexExpressionAst') {
        if ($Node.psobject.Properties['NullConditional'] -and $Node.NullConditional) { "the operator ?. in line $line" }
        # Other kinds of clock would show when the tests run.
        if ($type -eq 'MemberExpressionAst' -and $Node.Static -and "$($Node.Expression)" -match '^\[(System\.)?DateTime(Offset)?\]$' -and "$($Node.Member)" -match '^(Utc)?Now$|^Today$') {
            "$Node in line ${line}: use Get-Date, which a stand-in answers"
        }
    }
    elseif ($type -eq 'CommandAst') {
        $name = $Node.GetCommandName()
        $later = if ($null -ne $name -and $laterParameters.ContainsKey($name)) { $laterParameters[$name] }
        foreach ($element in $Node.CommandElements) {
            if ($element.GetType().Name -ne 'CommandParameterAst') { continue }
            $parameter = $element.ParameterName
            if ($parameter -eq 'ProgressAction' -or ($later -contains $parameter)) { "$name -$parameter in line $line" }
        }
    }
}
