# Reads a thing once: what it was, or why it could not be read, is known until something is written.
function Get-Once {
    param([string]$Thing, [scriptblock]$Reading)
    if (-not $script:known.ContainsKey($Thing)) {
        $script:known[$Thing] = try { @{ Value = & $Reading } } catch { @{ Failure = $_ } }
    }
    if ($script:known[$Thing].Failure) { throw $script:known[$Thing].Failure }
    , $script:known[$Thing].Value
}
